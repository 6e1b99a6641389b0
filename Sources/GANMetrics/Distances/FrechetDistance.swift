import Torch

/// The Fréchet distance between two sets of features, each taken for a Gaussian.
///
///     d² = |μ₁ - μ₂|² + tr C₁ + tr C₂ - 2 tr (C₁ C₂)^½
///
/// The last trace is Σ √λ over the eigenvalues of `C₁^½ C₂ C₁^½`, which is symmetric and has those
/// of `C₁ C₂`. Nothing is added to a singular covariance: the formula holds for it as well, and a
/// distance of it says so (`isSingular`).
///
/// Source: Heusel et al. (arXiv:1706.08500); Dowson and Landau (1982).
public struct FrechetDistance: Sendable, Equatable {
    /// d², which is what people call FID; at least 0.
    public let value: Double
    /// Whether either set has fewer images than features, so that the distance is far too large.
    public let isSingular: Bool

    /// The distance between two Gaussians.
    ///
    /// - Parameters:
    ///   - first: One.
    ///   - second: The other, of as many features.
    public init(_ first: GaussianStatistics, _ second: GaussianStatistics) {
        precondition(first.mean.shape == second.mean.shape, "distance between different features")
        let root = first.covariance.symmetricSquareRoot()
        let product = matmul(matmul(root, second.covariance), root)
        // Symmetric but for rounding.
        let symmetric = (product + product.transposed(0, 1)) / 2
        let eigenvalues = symmetric.symmetricEigenvalues().clamped(minimum: 0)
        let trace = sqrt(eigenvalues).sum().item
        let apart = (first.mean - second.mean).squared.sum().item
        let traces = first.covariance.trace + second.covariance.trace
        // Rounding may take the distance of a set to itself below 0.
        value = max(0, apart + traces - 2 * trace)
        isSingular = first.isSingular || second.isSingular
    }

    /// The distance between two sets of images.
    ///
    /// - Parameters:
    ///   - first: Features of at least 2 images.
    ///   - second: Features of at least 2 images.
    public init(_ first: FeatureSet, _ second: FeatureSet) {
        self.init(GaussianStatistics(of: first), GaussianStatistics(of: second))
    }
}

extension Tensor {
    /// The sum of the diagonal of a square matrix.
    fileprivate var trace: Double {
        let side = size(0)
        return reshaped(side * side).taking(Tensor.range(side) * Double(side + 1), axis: 0)
            .sum().item
    }

    /// The symmetric root of a symmetric matrix without negative eigenvalues.
    fileprivate func symmetricSquareRoot() -> Tensor {
        let (values, vectors) = symmetricEigenvectors()
        let roots = sqrt(values.clamped(minimum: 0))
        return matmul(vectors * roots, vectors.transposed(0, 1))
    }
}
