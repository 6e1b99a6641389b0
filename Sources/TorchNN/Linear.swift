import Torch

/// A linear layer: `y = x Wᵀ + b`.
public struct Linear {
    /// `[outputs, inputs]`.
    public let weight: Tensor
    /// `[outputs]`.
    public let bias: Tensor

    /// Makes `weight` and `bias` in a scope.
    ///
    /// - Parameters:
    ///   - inputs: Channels of the incoming features.
    ///   - outputs: Channels of the result.
    ///   - weights: How the weights are filled; nil as PyTorch does it. Biases always are.
    ///   - weightScale: What the initial weights are multiplied by.
    ///   - scope: Where the parameters live.
    public init(
        _ inputs: Int, _ outputs: Int, weights: Initializer? = nil, weightScale: Double = 1,
        in scope: ParameterScope
    ) {
        let standard = Initializer.pyTorchDefault(inputs: inputs)
        weight = scope.parameter("weight", [outputs, inputs], weights ?? standard)
        if weightScale != 1 { InPlace.scale([weight], by: weightScale) }
        bias = scope.parameter("bias", [outputs], standard)
    }

    /// Evaluates the layer.
    ///
    /// - Parameter x: `[..., inputs]`.
    /// - Returns: `[..., outputs]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { linear(x, weight: weight, bias: bias) }
}
