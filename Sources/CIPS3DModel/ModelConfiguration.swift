import Foundation

/// What a model folder's `config.json` says: enough to build the generator and look at it.
public struct ModelConfiguration: Codable, Sendable, Equatable {
    /// Sizes of the generator.
    public var generator: GeneratorConfiguration
    /// Camera and sampling.
    public var camera: CameraConfiguration
    /// Side of the images that it was trained on, in pixels; the default for rendering.
    public var imageSize: Int
    /// The frozen network over whose features it was judged in training.
    package var judgingNetwork: JudgingNetwork

    /// A model of the given sizes.
    ///
    /// - Parameters:
    ///   - generator: Sizes of the generator.
    ///   - camera: Camera and sampling.
    ///   - imageSize: Side of the images that it was trained on, in pixels.
    public init(generator: GeneratorConfiguration, camera: CameraConfiguration, imageSize: Int) {
        self.init(
            generator: generator, camera: camera, imageSize: imageSize, judgingNetwork: .none)
    }

    /// A model of the given sizes that was judged over the features of a network.
    package init(
        generator: GeneratorConfiguration, camera: CameraConfiguration, imageSize: Int,
        judgingNetwork: JudgingNetwork
    ) {
        self.generator = generator
        self.camera = camera
        self.imageSize = imageSize
        self.judgingNetwork = judgingNetwork
    }
}

extension ModelConfiguration {
    /// The largest side of an image, in pixels.
    package static let largestImageSize = 8_192

    /// Reads a complete configuration, as a model folder holds it, and validates it.
    ///
    /// - Parameter file: JSON with every key.
    /// - Throws: `ConfigurationError` that lists all problems.
    public init(contentsOf file: URL) throws {
        self = try ConfigurationFile(file).section()
    }

    /// Checks every value on its own and against the others.
    ///
    /// - Throws: `ConfigurationError` that lists all problems: key, value, what is allowed.
    public func validate() throws {
        var reader = ConfigurationReader(knownKeys: [], requiresEveryKey: false)
        check(at: "", into: &reader)
        try reader.finish()
    }

    /// JSON with every key, sorted and indented, ending in a newline.
    ///
    /// - Returns: UTF-8 text that `init(contentsOf:)` reads back to an equal value.
    public func encodedJSON() -> Data { Data((tree.text() + "\n").utf8) }
}
