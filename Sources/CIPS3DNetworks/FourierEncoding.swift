import Torch

/// A fixed positional encoding, for comparison with the learned one.
///
///     x -> [x, sin x, cos x, sin 2x, cos 2x, ..., sin 2^(K-1) x, cos 2^(K-1) x]
///
/// Source: NeRF (arXiv:2003.08934), section 5.1, without its factor pi.
package struct FourierEncoding: Sendable, Equatable {
    /// K; 0 leaves points as they are.
    package let octaves: Int

    /// An encoding.
    ///
    /// - Parameter octaves: K; 0 leaves points as they are.
    package init(octaves: Int) {
        self.octaves = octaves
    }

    /// Channels of an encoded point.
    package var width: Int { 3 + 6 * octaves }

    /// Encodes points.
    ///
    /// - Parameter points: `[..., 3]`.
    /// - Returns: `[..., 3 + 6 K]`.
    package func callAsFunction(_ points: Tensor) -> Tensor {
        guard octaves > 0 else { return points }
        var parts = [points]
        for octave in 0..<octaves {
            let scaled = points * Double(1 << octave)
            parts += [sin(scaled), cos(scaled)]
        }
        return Tensor.concatenated(parts, axis: -1)
    }
}
