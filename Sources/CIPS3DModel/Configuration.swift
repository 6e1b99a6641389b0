/// The whole of a run: what is trained, on which images and how.
public struct Configuration: Codable, Sendable, Equatable {
    /// Sizes of the generator.
    public var generator = GeneratorConfiguration()
    /// Camera and sampling.
    public var camera = CameraConfiguration()
    /// Sizes of the discriminators.
    public var discriminator = DiscriminatorConfiguration()
    /// Schedule and optimisers.
    public var training = TrainingConfiguration()

    /// The published configuration at 256x256.
    public init() {}
}

/// What a model folder's `config.json` says: enough to build the generator and look at it.
public struct ModelConfiguration: Codable, Sendable, Equatable {
    /// Sizes of the generator.
    public var generator: GeneratorConfiguration
    /// Camera and sampling.
    public var camera: CameraConfiguration
    /// Side of the images that it was trained on, in pixels; the default for rendering.
    public var imageSize: Int
    /// The frozen network over whose features it was judged in training.
    public var judgingNetwork: JudgingNetwork

    /// A model of the given sizes.
    public init(
        generator: GeneratorConfiguration, camera: CameraConfiguration, imageSize: Int,
        judgingNetwork: JudgingNetwork = .none
    ) {
        self.generator = generator
        self.camera = camera
        self.imageSize = imageSize
        self.judgingNetwork = judgingNetwork
    }
}
