import Torch
import TorchNN

/// A linear layer to three channels, without modulation.
public struct ToRGB {
    private let linear: Linear

    /// Makes the layer, with weights uniform within `sqrt(6 / inputs) / 100`.
    ///
    /// - Parameters:
    ///   - inputs: Channels of the incoming features.
    ///   - scope: Where the parameters live.
    public init(inputs: Int, in scope: ParameterScope) {
        linear = Linear(
            inputs, 3, weights: .siren(inputs: inputs, frequency: 100), in: scope["linear"])
    }

    /// Evaluates the layer.
    ///
    /// - Parameter x: `[B, R, inputs]`.
    /// - Returns: `[B, R, 3]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { linear(x) }
}
