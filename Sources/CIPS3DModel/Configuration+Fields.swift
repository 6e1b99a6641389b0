extension Configuration: ConfigurationSection {
    static let fields: [ConfigurationField<Configuration>] = [
        .section("generator", \.generator),
        .section("camera", \.camera),
        .section("discriminator", \.discriminator),
        .section("training", \.training),
    ]

    func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {
        let (size, batch) = (training.imageSize, training.batchSize)
        let largest = discriminator.maximumSize
        // Larger values were refused already, and their squares would overflow.
        guard (1...TrainingConfiguration.largestImageSize).contains(size), batch > 0 else { return }
        if size > largest {
            reader.refuse(
                key("training.imageSize"), .integer(size),
                mustBe: "at most \(largest), which is what the channel lists of the discriminators "
                    + "reach")
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
    }
}
