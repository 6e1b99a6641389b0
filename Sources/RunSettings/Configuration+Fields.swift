import CIPS3DModel

extension Configuration: ConfigurationSection {
    package static let fields: [ConfigurationField<Configuration>] = [
        .section("generator", \.generator),
        .section("camera", \.camera),
        .section("discriminator", \.discriminator),
        .section("training", \.training),
    ]

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {
        checkBackground(generator, camera, key: key, into: &reader)
        checkFrozen(key: key, into: &reader)
        let (size, batch) = (training.imageSize, training.batchSize)
        // Larger values were refused already, and their squares would overflow.
        guard (1...TrainingConfiguration.largestImageSize).contains(size), batch > 0 else { return }
        switch discriminator.kind {
        case .styleGAN2: checkStyleGAN2(key: key, into: &reader)
        case .projected: checkProjected(key: key, into: &reader)
        }
        let group = min(batch, discriminator.deviationGroup)
        if group > 1, !batch.isMultiple(of: group) {
            reader.refuse(
                key("training.batchSize"), .integer(batch),
                mustBe: "a multiple of `discriminator.deviationGroup`, \(group)")
        }
        if training.gradientPixelCount > size * size {
            reader.refuse(
                key("training.gradientPixelCount"), .integer(training.gradientPixelCount),
                mustBe: "at most \(size * size), the pixels of an image; 0 takes all of them")
        }
        checkStages(key: key, into: &reader)
    }

    private func checkFrozen(key: (String) -> String, into reader: inout ConfigurationReader) {
        let frozen = training.frozen
        // Impossible numbers of blocks were refused already.
        guard !frozen.isEmpty, (0...32).contains(generator.inr.blocks) else { return }
        let parts = GeneratorPart.all(of: generator)
        let value = JSONValue.list(frozen.map { .text($0.description) })
        if !frozen.allSatisfy(parts.contains) {
            reader.refuse(
                key("training.frozen"), value,
                mustBe: "some of the generator's parts, "
                    + parts.map { JSONValue.quoted($0.description) }.joined(separator: ", "))
        } else if Set(frozen).isSuperset(
            of: parts.filter { generator.inr.isPresent ? $0 != .auxiliary : $0 == .auxiliary })
        {
            reader.refuse(
                key("training.frozen"), value,
                mustBe: "fewer parts: one at least that paints has to learn")
        }
    }

    private func checkStyleGAN2(
        key: (String) -> String, into reader: inout ConfigurationReader
    ) {
        if discriminator.deviationGroup > 1, training.batchSize == 1 {
            reader.refuse(
                key("training.batchSize"), .integer(1),
                mustBe:
                    "at least 2 while `\(key("discriminator.deviationGroup"))` is above 1: one image "
                    + "has no deviation; 0 leaves it out")
        }
        let largest = discriminator.maximumSize
        // Those above 4x4.
        let blocks = max(0, training.imageSize.trailingZeroBitCount - 2)
        if training.frozenDiscriminatorBlocks > blocks {
            reader.refuse(
                key("training.frozenDiscriminatorBlocks"),
                .integer(training.frozenDiscriminatorBlocks),
                mustBe:
                    "at most \(blocks), the blocks that an image of \(training.imageSize) pixels "
                    + "goes through")
        }
        guard training.imageSize > largest else { return }
        reader.refuse(
            key("training.imageSize"), .integer(training.imageSize),
            mustBe: "at most \(largest), which is what the channel lists of the discriminators "
                + "reach")
    }

    private func checkProjected(
        key: (String) -> String, into reader: inout ConfigurationReader
    ) {
        if training.fadeInSteps > 0 {
            reader.refuse(
                key("training.fadeInSteps"), .integer(training.fadeInSteps),
                mustBe: "0 with projected discriminators, which take every size as it is")
        }
        if training.frozenDiscriminatorBlocks > 0 {
            reader.refuse(
                key("training.frozenDiscriminatorBlocks"),
                .integer(training.frozenDiscriminatorBlocks),
                mustBe: "0 with projected discriminators, whose features are frozen already")
        }
        if discriminator.projected.momentWeight > 0, training.batchSize < 2 {
            reader.refuse(
                key("training.batchSize"), .integer(training.batchSize),
                mustBe: "at least 2 while `\(key("discriminator.projected.momentWeight"))` is "
                    + "above 0: one image has no deviation")
        }
    }
}
