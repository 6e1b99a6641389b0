import Torch

/// Mean 0 and variance 1 over the channels, then a learned scale and shift (arXiv:1607.06450).
public struct LayerNorm {
    private let weight: Tensor
    private let bias: Tensor

    /// A layer of tensors that are made already.
    ///
    /// - Parameters:
    ///   - weight: `[width]`.
    ///   - bias: `[width]`.
    public init(weight: Tensor, bias: Tensor) {
        (self.weight, self.bias) = (weight, bias)
    }

    /// Evaluates the layer.
    ///
    /// - Parameter x: `[..., width]`.
    /// - Returns: The same shape.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        layerNorm(x, weight: weight, bias: bias)
    }
}
