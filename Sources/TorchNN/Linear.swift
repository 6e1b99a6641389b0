import Torch

/// A linear layer: `y = x Wᵀ + b`.
public struct Linear {
    /// `[outputs, inputs]`.
    public let weight: Tensor
    /// `[outputs]`.
    public let bias: Tensor

    /// A layer of tensors that are made already.
    ///
    /// - Parameters:
    ///   - weight: `[outputs, inputs]`.
    ///   - bias: `[outputs]`.
    public init(weight: Tensor, bias: Tensor) {
        (self.weight, self.bias) = (weight, bias)
    }

    /// Evaluates the layer.
    ///
    /// - Parameter x: `[..., inputs]`.
    /// - Returns: `[..., outputs]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { linear(x, weight: weight, bias: bias) }
}
