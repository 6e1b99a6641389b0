import CIPS3DModel
import Torch
import TorchNN

/// A linear layer followed by a sine whose frequency and phase are chosen by a style.
///
///     frequency = 15 · toFrequency(w) + 30
///     y         = sin(frequency · (W x + b) + toPhase(w))
///
/// Evaluated as `sin(x (frequency W)ᵀ + (frequency b + phase))`, so that the points are read and
/// written once before the sine.
///
/// Sources: π-GAN (arXiv:2012.00926) for the layer, SIREN (arXiv:2006.09661) for the sine.
package struct FiLMSIRENLayer {
    private let linear: Linear
    private let toFrequency: Linear
    private let toPhase: Linear

    /// A layer of tensors that are made already.
    ///
    /// - Parameters:
    ///   - names: Which ones.
    ///   - parameters: Where they are.
    package init(_ names: PublishedNames.FiLMSIRENLayer, in parameters: ParameterStore) {
        linear = parameters.linear(names.linear)
        toFrequency = parameters.linear(names.toFrequency)
        toPhase = parameters.linear(names.toPhase)
    }

    /// Evaluates the layer at every point.
    ///
    /// - Parameters:
    ///   - x: Point features, `[B, N, inputs]`.
    ///   - style: One style per image, `[B, styleWidth]`.
    /// - Returns: Features in `[-1, 1]`, `[B, N, outputs]`.
    package func callAsFunction(_ x: Tensor, style: Tensor) -> Tensor { styled(by: style)(x) }

    /// Does what depends on the style alone, once for any number of calls.
    ///
    /// - Parameter style: One style per image, `[B, styleWidth]`.
    /// - Returns: The layer as a function of the points.
    func styled(by style: Tensor) -> (Tensor) -> Tensor {
        let (weight, phase) = modulated(by: style)
        return { x in sin(batchedProduct(x, weight, plus: phase)) }
    }

    /// The layer of each image, for a sine that takes its argument in units of pi.
    ///
    /// - Parameter style: One style per image, `[B, styleWidth]`.
    /// - Returns: `y` with the layer's value `sin(pi y)`.
    func folded(by style: Tensor) -> FoldedLayer {
        let (weight, phase) = modulated(by: style)
        return FoldedLayer(weight: weight * (1 / .pi), bias: phase * (1 / .pi))
    }

    /// `[B, inputs, outputs]` and `[B, 1, outputs]`.
    private func modulated(by style: Tensor) -> (weight: Tensor, phase: Tensor) {
        let frequency = (15 * toFrequency(style) + 30).unsqueezed(1)  // [B, 1, outputs]
        let phase = frequency * linear.bias + toPhase(style).unsqueezed(1)
        return (linear.weight.transposed(0, 1) * frequency, phase)
    }
}
