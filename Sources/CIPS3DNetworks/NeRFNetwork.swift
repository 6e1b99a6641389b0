import CIPS3DModel
import Torch
import TorchNN

/// A shallow radiance field: from a point and a style to a feature and a raw density.
///
///     x     -> FiLM-SIREN blocks -> h
///     sigma  = Linear(h)
///     f      = Linear(FiLM-SIREN(h))
///
/// It does not see the viewing direction, unless the ablation asks for it: with it identity drifts
/// as the head turns.
///
/// Source: CIPS-3D (arXiv:2110.09788), section 3.2.
public struct NeRFNetwork {
    private let configuration: NeRFConfiguration
    private let encoding: FourierEncoding
    private let blocks: [FiLMSIRENLayer]
    private let toDensity: Linear
    private let featureBlock: FiLMSIRENLayer
    private let toFeature: Linear

    /// Makes the field.
    ///
    /// - Parameters:
    ///   - configuration: Its sizes.
    ///   - scope: Where the parameters live.
    public init(_ configuration: NeRFConfiguration, in scope: ParameterScope) {
        let encoding = FourierEncoding(octaves: configuration.fourierOctaves)
        let (width, styleWidth) = (configuration.width, configuration.styleWidth)
        blocks = (0..<configuration.layers).map { index in
            FiLMSIRENLayer(
                inputs: index == 0 ? encoding.width : width, outputs: width,
                styleWidth: styleWidth, in: scope["network"][index])
        }
        toDensity = Linear(width, 1, in: scope["final_layer"])
        featureBlock = FiLMSIRENLayer(
            inputs: width + (configuration.usesViewDirection ? 3 : 0), outputs: width / 2,
            styleWidth: styleWidth, in: scope["color_layer_sine"])
        toFeature = Linear(
            width / 2, configuration.features, weights: .kaiming(fan: width / 2),
            in: scope["color_layer_linear"][0])
        self.configuration = configuration
        self.encoding = encoding
    }

    /// Evaluates the field.
    ///
    /// - Parameters:
    ///   - points: `[B, N, 3]` in scene units.
    ///   - directions: Gives the unit direction of each point's ray, `[B, N, 3]`; asked only where
    ///     the field uses it.
    ///   - style: `[B, styleWidth]`.
    /// - Returns: Features `[B, N, C]` and raw density `[B, N]` per scene unit.
    public func callAsFunction(
        _ points: Tensor, directions: () -> Tensor, style: Tensor
    ) -> (features: Tensor, rawDensity: Tensor) {
        styled(by: style)(points, directions)
    }

    /// The field of given styles, as a function of points and of their rays' directions.
    typealias Styled = (
        _ points: Tensor, _ directions: () -> Tensor
    ) -> (features: Tensor, rawDensity: Tensor)

    /// Does what depends on the style alone, once for any number of calls.
    ///
    /// - Parameter style: `[B, styleWidth]`.
    /// - Returns: The field.
    func styled(by style: Tensor) -> Styled {
        let styledBlocks = blocks.map { $0.styled(by: style) }
        let styledFeatureBlock = featureBlock.styled(by: style)
        return { points, directions in
            var x = encoding(points * (2 / configuration.boxSide))
            for block in styledBlocks { x = block(x) }
            let rawDensity = toDensity(x).squeezed(-1)
            if configuration.usesViewDirection {
                x = Tensor.concatenated([x, directions()], axis: -1)
            }
            return (toFeature(styledFeatureBlock(x)), rawDensity)
        }
    }
}
