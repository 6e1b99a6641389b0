import CIPS3DModel
import GANMetrics

/// Sets of features with a known distribution.
enum Gaussians {
    /// Independent numbers.
    ///
    /// - Parameters:
    ///   - count: Images.
    ///   - mean: Of each feature.
    ///   - deviation: Of each feature.
    ///   - seed: Which numbers.
    /// - Returns: The features.
    static func features(
        _ count: Int, mean: [Double], deviation: [Double], seed: UInt64 = 1
    ) -> FeatureSet {
        var random = LatentGenerator(seed: seed, stream: .shape)
        let values = (0..<count).flatMap { _ in
            zip(mean, deviation).map { Float($0 + $1 * random.nextNormal()) }
        }
        return FeatureSet(values: values, featureCount: mean.count)
    }

    /// Standard normal numbers.
    static func standard(_ count: Int, features: Int, seed: UInt64 = 1) -> FeatureSet {
        self.features(
            count, mean: Array(repeating: 0, count: features),
            deviation: Array(repeating: 1, count: features), seed: seed)
    }
}

extension FeatureSet {
    /// The images in another order.
    func shuffled(seed: UInt64) -> FeatureSet {
        var random = LatentGenerator(seed: seed, stream: .shape)
        let order = (0..<count).shuffled(using: &random)
        return FeatureSet(
            values: order.flatMap { values[$0 * featureCount..<($0 + 1) * featureCount] },
            featureCount: featureCount)
    }

    /// The images with a number added to every feature.
    func moved(by offset: Float) -> FeatureSet {
        FeatureSet(values: values.map { $0 + offset }, featureCount: featureCount)
    }
}
