import CIPS3DModel

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
