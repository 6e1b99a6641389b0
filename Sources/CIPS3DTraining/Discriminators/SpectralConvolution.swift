import CIPS3DModel
import Torch
import TorchNN

/// A convolution whose weights are divided by their largest singular value.
///
///     sigma = uᵀ W v,  W as [O, I · K · K];  y = (W / sigma) ∗ x + b
///
/// u and v follow the singular vectors by one power iteration for each step of learning; no gradient
/// flows through them.
///
/// Source: Miyato et al., spectral normalization (arXiv:1802.05957).
package struct SpectralConvolution {
    /// Iterations before the first step: PyTorch's number.
    private static let firstIterations = 15
    private static let smallestNorm = 1e-12

    let weight: Tensor
    let bias: Tensor?
    let left: Tensor
    let right: Tensor
    let stride: Int
    let padding: Int

    /// Makes the layer.
    ///
    /// - Parameters:
    ///   - inputs: Channels of the incoming features.
    ///   - outputs: Channels of the result.
    ///   - side: Rows and columns of the kernel.
    ///   - stride: Pixels from one result to the next.
    ///   - padding: Zeros on every side.
    ///   - hasBias: Whether there is one.
    ///   - scope: Where the parameters live.
    package init(
        _ inputs: Int, _ outputs: Int, side: Int, stride: Int = 1, padding: Int,
        hasBias: Bool = true, in scope: ParameterScope
    ) {
        let fan = inputs * side * side
        let initial = InitialValues.pyTorchDefault(inputs: fan)
        weight = scope.parameter("weight", [outputs, inputs, side, side], initial)
        bias = hasBias ? scope.parameter("bias", [outputs], initial) : nil
        left = scope.constant("left", [outputs], .normal(deviation: 1))
        right = scope.constant("right", [fan], .normal(deviation: 1))
        (self.stride, self.padding) = (stride, padding)
        for _ in 0..<Self.firstIterations { iterate() }
    }

    /// Moves both vectors towards the singular ones.
    package func iterate() {
        withoutGradient {
            let matrix = weight.reshaped(weight.size(0), -1)
            left.copy(from: Self.unit(matmul(matrix, right)))
            right.copy(from: Self.unit(matmul(matrix.transposed(0, 1), left)))
        }
    }

    /// Evaluates the layer.
    ///
    /// - Parameter x: `[B, I, H, W]`.
    /// - Returns: `[B, O, (H + 2 padding - K) / stride + 1, ...]`.
    package func callAsFunction(_ x: Tensor) -> Tensor {
        // The vectors change in place at the next step, while the graph lives for this one.
        convolution(x, weight: weight / sigma, bias: bias, stride: stride, padding: padding)
    }

    /// What the weights are divided by, with its graph.
    var sigma: Tensor { (left * matmul(weight.reshaped(weight.size(0), -1), right)).sum() }

    private static func unit(_ vector: Tensor) -> Tensor {
        vector / vector.norm().clamped(minimum: smallestNorm)
    }
}
