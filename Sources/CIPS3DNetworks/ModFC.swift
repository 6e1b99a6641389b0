import CIPS3DModel
import Torch
import TorchNN

/// A linear layer whose weights are modulated by a style and then normalised.
///
///     W'  = W (1 + modulation(w))            per input channel
///     W'' = W' / sqrt(sum_in W'² + 1e-8)     per output channel
///     y   = x W''
///
/// No bias and no further scale. The published name says “sine”; there is none.
///
/// Sources: StyleGAN2 (arXiv:1912.04958) for the idea, CIPS-3D (arXiv:2110.09788) for this form.
package struct ModFC {
    private let weight: Tensor
    private let modulation: Linear
    private let formulation: INRConfiguration.Modulation

    /// A layer of tensors that are made already.
    ///
    /// - Parameters:
    ///   - names: Which ones; the layer norm among them is stored, and nothing reads it.
    ///   - formulation: How it is evaluated.
    ///   - parameters: Where they are.
    package init(
        _ names: PublishedNames.ModFC, formulation: INRConfiguration.Modulation = .batchedProduct,
        in parameters: ParameterStore
    ) {
        weight = parameters.tensor(names.weight)
        modulation = parameters.linear(names.modulation)
        self.formulation = formulation
    }

    /// Evaluates the layer at every pixel.
    ///
    /// - Parameters:
    ///   - x: Pixel features, `[B, R, inputs]`.
    ///   - style: `[B, styleWidth]`.
    /// - Returns: `[B, R, outputs]`.
    package func callAsFunction(_ x: Tensor, style: Tensor) -> Tensor { styled(by: style)(x) }

    /// Does what depends on the style alone, once for any number of calls.
    ///
    /// - Parameter style: `[B, styleWidth]`.
    /// - Returns: The layer as a function of the pixel features.
    func styled(by style: Tensor) -> (Tensor) -> Tensor {
        let weights = styledWeights(style)
        return switch formulation {
        case .batchedProduct: { x in batchedProduct(x, weights) }
        case .groupedConvolution: { x in Self.grouped(x, weights) }
        }
    }

    /// The weights of each image.
    ///
    /// - Parameter style: `[B, styleWidth]`.
    /// - Returns: `[B, inputs, outputs]`.
    package func styledWeights(_ style: Tensor) -> Tensor {
        let modulated = weight * (modulation(style).unsqueezed(-1) + 1)
        return modulated * rsqrt(modulated.squared.sum(1, keepingAxes: true) + 1e-8)
    }

    /// The layer of each image.
    ///
    /// - Parameter style: `[B, styleWidth]`.
    /// - Returns: Without a bias.
    func folded(by style: Tensor) -> FoldedLayer { FoldedLayer(weight: styledWeights(style)) }

    /// The older formulation: images side by side as groups of one 1x1 convolution.
    private static func grouped(_ x: Tensor, _ weights: Tensor) -> Tensor {
        let (images, rays, inputs) = (x.size(0), x.size(1), x.size(2))
        let outputs = weights.size(2)
        let picture = x.transposed(1, 2).reshaped(1, images * inputs, rays, 1)
        let kernels = weights.transposed(1, 2).reshaped(images * outputs, inputs, 1, 1)
        return convolution(picture, weight: kernels, groups: images)
            .reshaped(images, outputs, rays).transposed(1, 2)
    }
}
