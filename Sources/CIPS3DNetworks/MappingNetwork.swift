import CIPS3DModel
import Torch
import TorchNN

/// Turns a latent code into a style.
///
///     z / rms(z) -> Linear [-> LayerNorm] -> LeakyReLU 0.2 -> ... -> Linear [-> LayerNorm]
///
/// Nothing follows the last layer.
package struct MappingNetwork {
    private let layers: [(linear: Linear, norm: LayerNorm?)]

    /// From the shape code to the style of the field.
    ///
    /// - Parameters:
    ///   - configuration: Sizes of the field.
    ///   - parameters: The generator's.
    package init(shapesOf configuration: NeRFConfiguration, in parameters: ParameterStore) {
        layers = (0..<configuration.mappingLayers).map { index in
            (parameters.linear(PublishedNames.shapeMapping(index)), nil)
        }
    }

    /// From the appearance code to the style of the per-pixel network.
    ///
    /// - Parameters:
    ///   - configuration: Sizes of the per-pixel network.
    ///   - parameters: The generator's.
    package init(appearancesOf configuration: INRConfiguration, in parameters: ParameterStore) {
        layers = (0..<configuration.mappingLayers).map { index in
            (
                parameters.linear(PublishedNames.appearanceMapping(index)),
                parameters.layerNorm(PublishedNames.appearanceNorm(index))
            )
        }
    }

    /// Maps codes to styles.
    ///
    /// - Parameter codes: `[B, latentWidth]`.
    /// - Returns: `[B, styleWidth]`.
    package func callAsFunction(_ codes: Tensor) -> Tensor {
        var x = codes * rsqrt(codes.squared.mean(-1, keepingAxes: true) + 1e-8)
        for (index, layer) in layers.enumerated() {
            if index > 0 { x = leakyReLU(x) }
            x = layer.linear(x)
            if let norm = layer.norm { x = norm(x) }
        }
        return x
    }
}
