import Foundation
import Torch

/// A Gaussian blur of square images, as a matrix on either side: `y = M x Mᵀ`.
///
/// Each row of M sums to 1; what would lie beyond an edge is mirrored.
package enum GaussianBlur {
    /// Deviations below this change nothing that shows.
    private static let smallest = 0.1

    /// Blurs images; gradient flows through.
    ///
    /// - Parameters:
    ///   - images: `[B, C, S, S]`.
    ///   - deviation: Standard deviation, in pixels.
    /// - Returns: The same shape.
    package static func apply(_ images: Tensor, deviation: Double) -> Tensor {
        guard deviation >= smallest else { return images }
        let size = images.size(-1)
        let matrix = Tensor(rows(size: size, deviation: deviation), shape: [size, size])
            .converted(to: images.type, on: images.device)
        return matmul(matmul(matrix, images), matrix.transposed(0, 1))
    }

    /// The matrix, row by row.
    static func rows(size: Int, deviation: Double) -> [Double] {
        let reach = Int((3 * deviation).rounded(.up))
        let taps = (-reach...reach).map {
            exp(-Double($0 * $0) / (2 * deviation * deviation))
        }
        let sum = taps.reduce(0, +)
        var rows = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for (offset, tap) in zip(-reach...reach, taps) {
                rows[row * size + mirrored(row + offset, size: size)] += tap / sum
            }
        }
        return rows
    }

    /// A pixel beyond an edge, mirrored about the edge's pixel.
    private static func mirrored(_ index: Int, size: Int) -> Int {
        guard size > 1 else { return 0 }
        let period = 2 * (size - 1)
        let place = ((index % period) + period) % period
        return place < size ? place : period - place
    }
}
