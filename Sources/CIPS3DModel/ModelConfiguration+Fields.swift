extension ModelConfiguration: ConfigurationSection {
    package static let fields: [ConfigurationField<ModelConfiguration>] = [
        .section("generator", \.generator),
        .section("camera", \.camera),
        .integer("imageSize", \.imageSize, 1...largestImageSize),
        .choice("judgingNetwork", \.judgingNetwork).addedLater,
    ]

    package init() {
        self.init(
            generator: GeneratorConfiguration(), camera: CameraConfiguration(),
            imageSize: 256)
    }

    package func checkRules(key: (String) -> String, into reader: inout ConfigurationReader) {
        checkBackground(generator, camera, key: key, into: &reader)
    }
}

/// Refuses a sphere that would get no weight, or paint over a white background.
package func checkBackground(
    _ generator: GeneratorConfiguration, _ camera: CameraConfiguration, key: (String) -> String,
    into reader: inout ConfigurationReader
) {
    guard generator.background.isPresent, camera.background != .none else { return }
    reader.refuse(
        key("camera.background"), .text(camera.background.rawValue),
        mustBe: "\"none\" where there is a sphere behind the head (`generator.background.width` "
            + "above 0), which takes the rest of the weight")
}
