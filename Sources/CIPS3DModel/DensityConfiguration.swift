/// What the density of a radiance field is made of.
///
/// With s the field's output, x the point in units of the box (`nerf.boxSide`) and n the noise of
/// training:
///
///     relu       max(0, s + n)                                                        published
///     softplus   log(1 + exp(scale · s + ballGain · (ballRadius - |x|) + n))          solid
///
/// A softplus field begins as a ball: opaque in the middle, so that no ray falls through to a wall at
/// the far end, and never without a gradient.
public struct DensityConfiguration: Codable, Sendable, Equatable {
    /// What keeps a density from being negative.
    public enum Activation: String, Codable, Sendable, CaseIterable {
        /// max(0, x), as published.
        case relu
        /// log(1 + exp(x)).
        case softplus
    }

    /// What keeps a density from being negative.
    public var activation = Activation.relu
    /// Factor of the field's output, per scene unit; softplus alone.
    public var scale = 10.0
    /// How much denser the ball is for each unit of the box towards its middle, per scene unit;
    /// softplus alone.
    public var ballGain = 60.0
    /// Where the ball gives and takes nothing, in units of the box; softplus alone.
    public var ballRadius = 0.6

    /// The published density.
    public init() {}

    /// A field that begins as an opaque ball.
    public static var solid: DensityConfiguration {
        var density = DensityConfiguration()
        density.activation = .softplus
        return density
    }
}

/// A second, small field on the far side of a sphere behind the head: what a ray sees that nothing
/// stops.
///
/// It takes the weight that no sample of a ray took, and the last sample then stands for one interval
/// of the coarse samples instead of everything behind it.
public struct BackgroundConfiguration: Codable, Sendable, Equatable {
    /// Channels of its two FiLM-SIREN layers; 0 is no sphere, as published.
    public var width = 0
    /// Radius of the sphere around the middle of the scene, in scene units.
    public var radius = 0.3

    /// No sphere.
    public init() {}

    /// Whether there is a sphere.
    public var isPresent: Bool { width > 0 }
}
