import Torch
import TorchNN

/// A low-pass filter before every second pixel is dropped: [1, 3, 3, 1] in both directions.
///
/// Source: “Making convolutional networks shift-invariant again” (arXiv:1904.11486).
package struct Blur {
    private let kernel: Tensor

    /// The kernel is stored with the network, as in the published state, but not learned.
    package init(in scope: ParameterScope) {
        let taps = [1.0, 3, 3, 1]
        let values = taps.flatMap { row in taps.map { row * $0 / 64 } }
        kernel = scope.constant("kernel", values, shape: [4, 4])
    }

    /// Filters images.
    ///
    /// - Parameters:
    ///   - x: `[B, C, H, W]`.
    ///   - before: Zeros above and to the left.
    ///   - after: Zeros below and to the right.
    ///   - stride: 2 keeps every second pixel only.
    /// - Returns: `[B, C, (H + before + after - 4) / stride + 1, ...]`.
    package func callAsFunction(_ x: Tensor, before: Int, after: Int, stride: Int) -> Tensor {
        let (b, c, h, w) = (x.size(0), x.size(1), x.size(2), x.size(3))
        let padded = x.padded(left: before, right: after, top: before, bottom: after)
        // Every channel is an image of its own.
        let planes = padded.reshaped(b * c, 1, h + before + after, w + before + after)
        let filtered = convolution(
            planes, weight: kernel.flipped(0).flipped(1).reshaped(1, 1, 4, 4), stride: stride)
        return filtered.reshaped(b, c, filtered.size(2), filtered.size(3))
    }
}
