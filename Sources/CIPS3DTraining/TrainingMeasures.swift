import GANMetrics

/// What a run measures of its averaged generator now and then.
public struct TrainingMeasures: Codable, Sendable, Equatable {
    /// Fréchet distance to the photographs over features of EfficientNet-Lite0; nil where there are
    /// no weights for it.
    public var distance: Double?
    /// Generated images that the distance was computed of, against as many photographs.
    public var distanceImages: Int
    /// SHA-256 of the network's weights; nil where there are none.
    public var networkDigest: String?
    /// Whether the heads are three-dimensional.
    public var heads: HeadMeasures
    /// Seconds that measuring took, which training did not have.
    public var seconds: Double
}
