import Torch
import TorchNN

/// Turns a latent code into a style.
///
///     z / rms(z) -> Linear [-> LayerNorm] -> LeakyReLU 0.2 -> ... -> Linear [-> LayerNorm]
///
/// Nothing follows the last layer.
public struct MappingNetwork {
    private let layers: [(linear: Linear, norm: LayerNorm?)]

    /// Makes the layers; they are numbered with their activations, as the published keys are.
    ///
    /// - Parameters:
    ///   - latentWidth: Channels of the code.
    ///   - styleWidth: Channels of the style and of all layers.
    ///   - layerCount: Linear layers.
    ///   - normalizes: Whether a layer norm follows each.
    ///   - scope: Where the parameters live.
    public init(
        latentWidth: Int, styleWidth: Int, layerCount: Int, normalizes: Bool,
        in scope: ParameterScope
    ) {
        let scope = scope["base_net"]
        let stride = normalizes ? 3 : 2
        layers = (0..<layerCount).map { index in
            let inputs = index == 0 ? latentWidth : styleWidth
            let linear = Linear(
                inputs, styleWidth, weights: .kaiming(fan: inputs), in: scope[index * stride])
            let norm = normalizes ? LayerNorm(styleWidth, in: scope[index * stride + 1]) : nil
            return (linear, norm)
        }
    }

    /// Maps codes to styles.
    ///
    /// - Parameter codes: `[B, latentWidth]`.
    /// - Returns: `[B, styleWidth]`.
    public func callAsFunction(_ codes: Tensor) -> Tensor {
        var x = codes * rsqrt(codes.squared.mean(-1, keepingAxes: true) + 1e-8)
        for (index, layer) in layers.enumerated() {
            if index > 0 { x = leakyReLU(x) }
            x = layer.linear(x)
            if let norm = layer.norm { x = norm(x) }
        }
        return x
    }
}
