import Foundation
import Torch
import TorchNN

/// A convolution whose weights are scaled at run time, so that all layers learn at equal rates.
///
///     y = x * (W / sqrt(inputs k²)),  W ~ N(0, 1), no bias
///
/// Source: progressive growing (arXiv:1710.10196), section 4.1.
struct EqualizedConvolution {
    private let weight: Tensor
    private let scale: Double

    init(_ inputs: Int, _ outputs: Int, side: Int, in scope: ParameterScope) {
        weight = scope.parameter("weight", [outputs, inputs, side, side], .normal(deviation: 1))
        scale = 1 / Double(inputs * side * side).squareRoot()
    }

    /// Evaluates the layer.
    ///
    /// - Parameters:
    ///   - x: `[B, inputs, H, W]`.
    ///   - stride: Pixels from one result to the next.
    ///   - padding: Zeros on every side.
    /// - Returns: `[B, outputs, H', W']`.
    func callAsFunction(_ x: Tensor, stride: Int, padding: Int) -> Tensor {
        convolution(x, weight: weight * scale, stride: stride, padding: padding)
    }
}

/// A linear layer with an equalised learning rate, and an activation where asked.
struct EqualizedLinear {
    private let weight: Tensor
    private let bias: Tensor
    private let scale: Double
    private let isActivated: Bool

    init(_ inputs: Int, _ outputs: Int, isActivated: Bool, in scope: ParameterScope) {
        weight = scope.parameter("weight", [outputs, inputs], .normal(deviation: 1))
        bias = scope.parameter("bias", [outputs], .constant(0))
        scale = 1 / Double(inputs).squareRoot()
        self.isActivated = isActivated
    }

    /// Evaluates the layer.
    ///
    /// - Parameter x: `[B, inputs]`.
    /// - Returns: `[B, outputs]`.
    func callAsFunction(_ x: Tensor) -> Tensor {
        let y = linear(x, weight: weight * scale, bias: bias)
        return isActivated ? leakyReLU(y) * 2.0.squareRoot() : y
    }
}

/// A bias, then LeakyReLU 0.2 times sqrt 2, which keeps the variance.
struct BiasedLeakyReLU {
    private let bias: Tensor

    init(_ channels: Int, in scope: ParameterScope) {
        bias = scope.parameter("bias", [channels], .constant(0))
    }

    /// Evaluates the layer.
    ///
    /// - Parameter x: `[B, C, H, W]`.
    /// - Returns: The same shape.
    func callAsFunction(_ x: Tensor) -> Tensor {
        leakyReLU(x + bias.reshaped(1, -1, 1, 1)) * 2.0.squareRoot()
    }
}
