import CIPS3DModel
import ParallelWork
import Torch

/// The kernel distance (KID): the squared maximum mean discrepancy of two sets of features.
///
///     k(x, y) = (x · y / F + 1)³
///     MMD²    = Σ_{i≠j} k(xᵢ, xⱼ) / (m (m - 1)) + Σ_{i≠j} k(yᵢ, yⱼ) / (m (m - 1))
///               - 2 Σ_{i,j} k(xᵢ, yⱼ) / m²
///
/// unbiased, over subsets of m images each, drawn without replacement; the mean over the subsets is
/// the distance. It may be negative where both sets are alike.
///
/// Source: Bińkowski et al. (arXiv:1801.01401).
public struct KernelDistance: Sendable, Equatable {
    /// Subsets, where nothing else is said.
    public static let subsets = 100
    /// Images in a subset, where there are as many.
    public static let largestSubset = 1_000

    /// Mean over the subsets.
    public let value: Double
    /// Standard deviation over the subsets.
    public let deviation: Double
    /// How many subsets.
    public let subsets: Int
    /// Images of either set in a subset.
    public let subsetSize: Int

    /// The distance between two sets of images.
    ///
    /// - Parameters:
    ///   - first: Features of at least 2 images.
    ///   - second: Features of at least 2 images.
    ///   - subsets: How many subsets.
    ///   - seed: Which subsets.
    ///   - cancellation: Asked before each subset.
    /// - Throws: `CancellationError`.
    public init(
        _ first: FeatureSet, _ second: FeatureSet, subsets: Int = Self.subsets, seed: UInt64 = 0,
        cancellation: Cancellation = Cancellation()
    ) throws {
        precondition(first.featureCount == second.featureCount, "distance of different features")
        let size = min(first.count, second.count, Self.largestSubset)
        precondition(size > 1, "a kernel distance of \(size) images")
        var random = LatentGenerator(seed: seed, stream: .subsets)
        let values = try (0..<subsets).map { _ in
            try cancellation.check()
            let one = (0..<first.count).shuffled(using: &random).prefix(size)
            let other = (0..<second.count).shuffled(using: &random).prefix(size)
            return Self.discrepancy(first.rows(Array(one)), second.rows(Array(other)))
        }
        let mean = values.reduce(0, +) / Double(subsets)
        value = mean
        deviation =
            (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(subsets)).squareRoot()
        (self.subsets, subsetSize) = (subsets, size)
    }

    /// MMD² of two subsets `[m, F]`.
    private static func discrepancy(_ x: Tensor, _ y: Tensor) -> Double {
        let m = Double(x.size(0))
        let kernel = { (a: Tensor, b: Tensor) -> Tensor in
            let product = matmul(a, b.transposed(0, 1)) / Double(a.size(1)) + 1
            return product * product * product
        }
        let within = { (a: Tensor) -> Double in
            let selves = a.squared.sum(1) / Double(a.size(1)) + 1
            let diagonal = (selves * selves * selves).sum().item
            return (kernel(a, a).sum().item - diagonal) / (m * (m - 1))
        }
        return within(x) + within(y) - 2 * kernel(x, y).sum().item / (m * m)
    }
}
