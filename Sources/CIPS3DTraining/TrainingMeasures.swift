import CIPS3DModel
import GANMetrics

/// What a run measures of its averaged generator now and then.
public struct TrainingMeasures: Codable, Sendable, Equatable {
    /// Fréchet distance to the photographs over features of the network; nil where there are no
    /// weights for it.
    public var distance: Double?
    /// Share of generated images within the photographs' manifold; nil without weights, and in what
    /// earlier versions wrote.
    public var precision: Double?
    /// Share of photographs within the generated images' manifold; nil like `precision`.
    public var recall: Double?
    /// What the network is called; nil in what earlier versions wrote: EfficientNet-Lite0.
    public var network: String?
    /// Generated images that the distance was computed of.
    public var distanceImages: Int
    /// Photographs that they were compared with; nil where there is no distance.
    public var distancePhotographs: Int?
    /// SHA-256 of the network's weights; nil where there are none.
    package var networkDigest: String?
    /// Side of the images, in pixels; nil in what earlier versions wrote.
    public var imageSize: Int?
    /// Whether the heads are three-dimensional.
    package var heads: HeadMeasures
    /// Seconds that measuring took, which training did not have.
    public var seconds: Double

    /// Whether the distance is over the network that judged a model in training.
    ///
    /// - Parameter model: What was measured.
    /// - Returns: Whether the number flatters it.
    package func isFlattering(_ model: ModelConfiguration) -> Bool {
        // Before there were several, it was EfficientNet-Lite0.
        distance != nil
            && (network ?? JudgingNetwork.efficientNetLite0.rawValue)
                == model.judgingNetwork.rawValue
    }

    /// Whether the distances of both can be held against one another.
    func isLike(_ other: TrainingMeasures) -> Bool {
        // Without a size, of a run that had one size only.
        imageSize ?? other.imageSize == other.imageSize ?? imageSize
            && networkDigest == other.networkDigest && distanceImages == other.distanceImages
            && distancePhotographs == other.distancePhotographs
    }
}
