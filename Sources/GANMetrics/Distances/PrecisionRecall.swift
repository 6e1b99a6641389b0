import ParallelWork
import Torch

/// Precision and recall: how many generated images lie among the photographs, and the other way
/// round.
///
/// The manifold of a set is the union of balls around its images, each as large as the distance to
/// its k-th nearest neighbour. Precision is the share of generated images within the photographs'
/// manifold, recall the share of photographs within the generated one.
///
/// Source: Kynkäänniemi et al. (arXiv:1904.06991), with k = 3; they used features of VGG-16.
public struct PrecisionRecall: Sendable, Equatable {
    /// Which neighbour gives the radius.
    public static let neighbours = 3

    /// Share of generated images among the photographs, in [0, 1].
    public let precision: Double
    /// Share of photographs among the generated images, in [0, 1].
    public let recall: Double

    /// Rows of distances that are in memory at once.
    private static let run = 1_024

    /// Precision and recall of generated images.
    ///
    /// - Parameters:
    ///   - generated: Features of more than ``neighbours`` images.
    ///   - real: Features of more than ``neighbours`` images.
    ///   - cancellation: Asked before each run of images.
    /// - Throws: `CancellationError`.
    public init(
        generated: FeatureSet, real: FeatureSet, cancellation: Cancellation = Cancellation()
    ) throws {
        precondition(
            min(generated.count, real.count) > Self.neighbours, "too few images for neighbours")
        let (fakes, reals) = (Points(generated), Points(real))
        precision = try Self.share(
            of: fakes, within: reals, radii: Self.radii(reals, cancellation), cancellation)
        recall = try Self.share(
            of: reals, within: fakes, radii: Self.radii(fakes, cancellation), cancellation)
    }

    /// All features, with their squared lengths.
    private struct Points {
        /// `[N, F]`, float64.
        let rows: Tensor
        /// `[N]`.
        let squares: Tensor
        var count: Int { rows.size(0) }
        var runs: [Range<Int>] {
            stride(from: 0, to: count, by: run).map { $0..<min($0 + run, count) }
        }

        init(_ features: FeatureSet) {
            rows = features.rows(0..<features.count)
            squares = rows.squared.sum(1)
        }

        /// Squared distances from some of the points to all others.
        func distances(_ range: Range<Int>, to other: Points) -> Tensor {
            let products = matmul(rows.narrowed(0, range), other.rows.transposed(0, 1))
            return squares.narrowed(0, range).unsqueezed(1) + other.squares - 2 * products
        }
    }

    /// Squared distance of each point to its k-th nearest neighbour, `[N]`.
    private static func radii(_ points: Points, _ cancellation: Cancellation) throws -> Tensor {
        let parts = try points.runs.map { range in
            try cancellation.check()
            // The nearest of all is the point itself.
            return points.distances(range, to: points).sorted(axis: 1).values
                .selected(1, neighbours)
        }
        return Tensor.concatenated(parts, axis: 0)
    }

    /// Share of points that lie in any of the balls.
    private static func share(
        of points: Points, within others: Points, radii: Tensor, _ cancellation: Cancellation
    ) throws -> Double {
        let inside = try points.runs.reduce(0.0) { sum, range in
            try cancellation.check()
            let reach = radii - points.distances(range, to: others)
            return sum + (reach.maximum(1) .>= 0).converted(to: .float64).sum().item
        }
        return inside / Double(points.count)
    }
}
