import GANMetrics

/// What a run measures of its averaged generator now and then.
public struct TrainingMeasures: Codable, Sendable, Equatable {
    /// Fréchet distance to the photographs over features of EfficientNet-Lite0; nil where there are
    /// no weights for it.
    public var distance: Double?
    /// Generated images that the distance was computed of.
    public var distanceImages: Int
    /// Whether the heads are three-dimensional.
    public var heads: HeadMeasures
    /// Seconds that measuring took, which training did not have.
    public var seconds: Double
}
