import Torch

/// Mean and covariance of a set of features, in double precision.
public struct GaussianStatistics {
    /// `[F]`.
    public let mean: Tensor
    /// Unbiased, `[F, F]`.
    public let covariance: Tensor
    /// Images that they were made of.
    public let count: Int

    /// Images that are added up at once.
    private static let run = 4_096

    /// Given mean and covariance.
    ///
    /// - Parameters:
    ///   - mean: `[F]`, float64.
    ///   - covariance: `[F, F]`, float64.
    ///   - count: Images that they were made of.
    public init(mean: Tensor, covariance: Tensor, count: Int) {
        precondition(
            covariance.shape == [mean.count, mean.count] && mean.type == .float64
                && covariance.type == .float64, "mean \(mean) and covariance \(covariance)")
        (self.mean, self.covariance, self.count) = (mean, covariance, count)
    }

    /// Mean and covariance of features.
    ///
    ///     μ = Σ x / N,   C = Σ (x - μ)(x - μ)ᵀ / (N - 1)
    ///
    /// - Parameter features: Of at least 2 images.
    public init(of features: FeatureSet) {
        let (count, width) = (features.count, features.featureCount)
        precondition(count > 1, "a covariance of \(count) images")
        let runs = features.runs(of: Self.run)
        let mean =
            runs.reduce(Tensor.zeros([width], type: .float64)) {
                $0 + features.rows($1).sum(0)
            } / Double(count)
        let scatter = runs.reduce(Tensor.zeros([width, width], type: .float64)) {
            let centred = features.rows($1) - mean
            return $0 + matmul(centred.transposed(0, 1), centred)
        }
        self.init(mean: mean, covariance: scatter / Double(count - 1), count: count)
    }

    /// Whether there are too few images for a covariance of full rank.
    public var isSingular: Bool { count <= mean.count }
}
