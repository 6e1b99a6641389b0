/// The two codes that make a head: shape for the NeRF, appearance for the INR.
///
/// Codes are standard normal. Each has its own stream of its seed, so that a shape does not depend
/// on the width of the appearance code, and the beginning of a code not on its own width.
public struct HeadCodes: Sendable, Equatable {
    /// The shape code `z_nerf`, `[shapeLatentWidth]`.
    public var shape: [Float]
    /// The appearance code `z_inr`, `[appearanceLatentWidth]`.
    public var appearance: [Float]

    /// Given codes.
    ///
    /// - Parameters:
    ///   - shape: `[shapeLatentWidth]`.
    ///   - appearance: `[appearanceLatentWidth]`.
    public init(shape: [Float], appearance: [Float]) {
        (self.shape, self.appearance) = (shape, appearance)
    }

    /// The head of a seed.
    ///
    /// - Parameters:
    ///   - seed: Any number; the same one gives the same head on every machine.
    ///   - configuration: Widths of the codes.
    public init(seed: UInt64, configuration: GeneratorConfiguration) {
        self.init(shapeSeed: seed, appearanceSeed: seed, configuration: configuration)
    }

    /// The shape of one seed with the appearance of another.
    ///
    /// - Parameters:
    ///   - shapeSeed: The seed whose geometry is wanted.
    ///   - appearanceSeed: The seed whose colours are wanted.
    ///   - configuration: Widths of the codes.
    public init(
        shapeSeed: UInt64, appearanceSeed: UInt64, configuration: GeneratorConfiguration
    ) {
        var shapes = LatentGenerator(seed: shapeSeed, stream: .shape)
        shape = shapes.nextNormals(configuration.shapeLatentWidth)
        var appearances = LatentGenerator(seed: appearanceSeed, stream: .appearance)
        appearance = appearances.nextNormals(configuration.appearanceLatentWidth)
    }
}
