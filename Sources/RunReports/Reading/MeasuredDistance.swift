import CIPS3DModel
import CIPS3DTraining
import ModelEvaluation

/// How near generated heads are to the photographs: when, and on which terms.
struct MeasuredDistance: Sendable, Equatable {
    /// What has to be equal where numbers are held against one another.
    struct Terms: Sendable, Hashable {
        /// The network that gave the features.
        let network: String
        /// SHA-256 of its weights.
        let networkDigest: String?
        /// Generated images.
        let images: Int
        /// Their side in pixels; nil in what earlier versions wrote.
        let imageSize: Int?
        /// Photographs that they were compared with.
        let photographs: Int?
        /// Whether the network also judged the run in training.
        let isFlattering: Bool
    }

    /// Thousands of photographs seen.
    let kimg: Double
    /// The distance.
    let value: Double
    /// Share of generated images within the photographs' manifold.
    let precision: Double?
    /// Share of photographs within the generated images' manifold.
    let recall: Double?
    /// On which terms.
    let terms: Terms

    /// What a line says; nil where it has no distance that is a number.
    ///
    /// - Parameters:
    ///   - measures: The line's measures.
    ///   - kimg: Its place.
    ///   - model: What was measured.
    init?(_ measures: TrainingMeasures, kimg: Double, of model: ModelConfiguration) {
        guard let value = measures.distance, value.isFinite else { return nil }
        (self.kimg, self.value) = (kimg, value)
        (precision, recall) = (measures.precision, measures.recall)
        terms = Terms(
            network: measures.networkName, networkDigest: measures.networkDigest,
            images: measures.distanceImages, imageSize: measures.imageSize,
            photographs: measures.distancePhotographs,
            isFlattering: measures.isFlattering(model))
    }
}

extension MeasuredDistance.Terms {
    /// The network, and what has to be said of it.
    var networkText: String { network + (isFlattering ? ", \(MetricProtocol.flattery)" : "") }

    /// What has to be said of every number; nil where that is nothing.
    var remark: String? { isFlattering ? "over \(MetricProtocol.flattery)" : nil }
}

extension TrainingMeasures {
    /// What the network is called; earlier versions wrote no name, and knew one network.
    var networkName: String { network ?? JudgingNetwork.efficientNetLite0.rawValue }
}
