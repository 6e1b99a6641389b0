import CIPS3DModel
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

    /// Makes `weight` and `bias` in a scope.
    ///
    /// - Parameters:
    ///   - inputs: Channels of the incoming features.
    ///   - outputs: Channels of the result.
    ///   - weights: How the weights are filled; nil as PyTorch does it. Biases always are.
    ///   - scope: Where the parameters live.
    public init(
        _ inputs: Int, _ outputs: Int, weights: InitialValues? = nil, in scope: ParameterScope
    ) {
        let standard = InitialValues.pyTorchDefault(inputs: inputs)
        weight = scope.parameter("weight", [outputs, inputs], weights ?? standard)
        bias = scope.parameter("bias", [outputs], standard)
    }

    /// Evaluates the layer.
    ///
    /// - Parameter x: `[..., inputs]`.
    /// - Returns: `[..., outputs]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { linear(x, weight: weight, bias: bias) }
}
