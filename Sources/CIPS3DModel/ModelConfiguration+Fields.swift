extension ModelConfiguration: ConfigurationSection {
    static let fields: [ConfigurationField<ModelConfiguration>] = [
        .section("generator", \.generator),
        .section("camera", \.camera),
        .integer("imageSize", \.imageSize, 1...TrainingConfiguration.largestImageSize),
        .choice("judgingNetwork", \.judgingNetwork).addedLater,
    ]

    init() {
        self.init(
            generator: GeneratorConfiguration(), camera: CameraConfiguration(),
            imageSize: TrainingConfiguration().imageSize)
    }

    func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {
        checkBackground(generator, camera, key: key, into: &reader)
    }
}
