import GANMetrics

/// What a run measures of its averaged generator now and then.
public struct TrainingMeasures: Codable, Sendable, Equatable {
    /// Fréchet distance to the photographs over features of EfficientNet-Lite0; nil where there are
    /// no weights for it.
    public var distance: Double?
    /// Generated images that the distance was computed of.
    public var distanceImages: Int
    /// Photographs that they were compared with; nil where there is no distance.
    public var distancePhotographs: Int?
    /// SHA-256 of the network's weights; nil where there are none.
    public var networkDigest: String?
    /// Whether the heads are three-dimensional.
    public var heads: HeadMeasures
    /// Seconds that measuring took, which training did not have.
    public var seconds: Double

    /// Whether the distances of both can be held against one another.
    func isLike(_ other: TrainingMeasures) -> Bool {
        networkDigest == other.networkDigest && distanceImages == other.distanceImages
            && distancePhotographs == other.distancePhotographs
    }
}
