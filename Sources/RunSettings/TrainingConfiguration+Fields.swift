import CIPS3DModel

extension TrainingConfiguration: ConfigurationSection {
    /// The largest side of an image, in pixels.
    package static let largestImageSize = ModelConfiguration.largestImageSize
    private static let steps = 0...1_000_000_000

    package static let fields: [ConfigurationField<TrainingConfiguration>] = [
        .integer("imageSize", \.imageSize, 8...largestImageSize),
        .integer("batchSize", \.batchSize, 1...65_536),
        .number("generatorLearningRate", \.generatorLearningRate, .from(0, to: 1)),
        .number("discriminatorLearningRate", \.discriminatorLearningRate, .from(0, to: 1)),
        .number("beta1", \.beta1, .from(0, below: 1)),
        .number("beta2", \.beta2, .from(0, below: 1)),
        .number("epsilon", \.epsilon, .above(0, to: 1)),
        .number("r1Weight", \.r1Weight, .from(0, to: 1_000_000)),
        .integer("r1Interval", \.r1Interval, 1...1_000_000),
        .number("gradientClipNorm", \.gradientClipNorm, .above(0, to: 1_000_000_000)),
        .number("emaDecay", \.emaDecay, .from(0, to: 1)),
        .integer("emaRampUp", \.emaRampUp, steps),
        .number("densityNoise", \.densityNoise, .from(0, to: 1_000_000)),
        .integer("densityNoiseSteps", \.densityNoiseSteps, steps),
        .integer("gradientPixelCount", \.gradientPixelCount, 0...Int(Int32.max)),
        .flag("sharesFakes", \.sharesFakes).addedLater,
        .integer("fadeInSteps", \.fadeInSteps, steps),
        .choices("augmentation", \.augmentation).addedLater,
        .number("augmentationTarget", \.augmentationTarget, .from(0, below: 1)).addedLater,
        .number("augmentationKimg", \.augmentationKimg, .above(0, to: 1_000_000)).addedLater,
        .number("blur", \.blur, .from(0, to: 1_000)).addedLater,
        .integer("blurSteps", \.blurSteps, steps).addedLater,
        .number("viewWeight", \.viewWeight, .from(0, to: 1_000_000)).addedLater,
        .parts("frozen", \.frozen).addedLater,
        .integer("frozenDiscriminatorBlocks", \.frozenDiscriminatorBlocks, 0...12).addedLater,
        .flag("mirrorsImages", \.mirrorsImages),
        .number("snapshotMinutes", \.snapshotMinutes, .above(0, to: 1_440)),
        .number("gridInterval", \.gridInterval, .above(0, to: 1_000_000)),
        .number("measureInterval", \.measureInterval, .from(0, to: 1_000_000)).addedLater,
        .integer("measureImages", \.measureImages, 2...1_000_000).addedLater,
        .integer("cacheMegabytes", \.cacheMegabytes, 0...16_777_216),
        .integer("decodingMegabytes", \.decodingMegabytes, 1...16_777_216).addedLater,
        .stages("stages", \.stages).addedLater,
    ]

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {
        // Each block of a discriminator halves the image, down to 4.
        if imageSize >= 8, imageSize.nonzeroBitCount != 1 {
            reader.refuse(key("imageSize"), .integer(imageSize), mustBe: "a power of two")
        }
        if augmentationTarget > 0, augmentation.isEmpty {
            reader.refuse(
                key("augmentationTarget"), .number(augmentationTarget),
                mustBe: "0 where `\(key("augmentation"))` names no change that could be adapted")
        }
    }
}
