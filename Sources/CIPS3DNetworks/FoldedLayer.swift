import Torch
import TorchNN

/// A layer `y = x W + b` of each image, or one that they share.
struct FoldedLayer {
    /// `[B, inputs, outputs]`, or `[1, inputs, outputs]`.
    let weight: Tensor
    /// `[B, 1, outputs]`, or `[1, 1, outputs]`; nil is none.
    var bias: Tensor?

    init(weight: Tensor, bias: Tensor? = nil) { (self.weight, self.bias) = (weight, bias) }

    /// A linear layer without a style.
    ///
    /// - Parameters:
    ///   - linear: The layer.
    ///   - scale: What its result is multiplied by.
    init(_ linear: Linear, times scale: Double = 1) {
        let scaled = { (x: Tensor) in scale == 1 ? x : scale * x }
        weight = scaled(linear.weight.transposed(0, 1)).unsqueezed(0)
        bias = scaled(linear.bias).unsqueezed(0).unsqueezed(0)
    }

    /// Weights and bias as rows of numbers.
    ///
    /// - Parameter images: B.
    /// - Returns: `[B, inputs · outputs]`, and `[B, outputs]` where there is a bias.
    func numbers(images: Int) -> [Tensor] {
        [weight, bias].compactMap { $0 }.map { part in
            part.reshaped(part.size(0), -1).expanded(images, -1)
        }
    }
}
