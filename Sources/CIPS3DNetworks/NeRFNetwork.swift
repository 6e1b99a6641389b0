import CIPS3DModel
import Torch
import TorchNN

/// A shallow radiance field: from a point and a style to a feature and a raw density.
///
///     x     -> FiLM-SIREN blocks -> h
///     s      = Linear(h)
///     sigma  = s, or scale · s + ballGain · (ballRadius - |x|) where the density is solid
///     f      = Linear(FiLM-SIREN(h))
///
/// It does not see the viewing direction, unless the ablation asks for it: with it identity drifts
/// as the head turns.
///
/// Source: CIPS-3D (arXiv:2110.09788), section 3.2.
package struct NeRFNetwork {
    private let configuration: NeRFConfiguration
    private let encoding: FourierEncoding
    private let blocks: [FiLMSIRENLayer]
    private let toDensity: Linear
    private let featureBlock: FiLMSIRENLayer
    private let toFeature: Linear

    /// The field of a generator.
    ///
    /// - Parameters:
    ///   - configuration: Its sizes.
    ///   - parameters: The generator's.
    package init(_ configuration: NeRFConfiguration, in parameters: ParameterStore) {
        blocks = (0..<configuration.layers).map {
            FiLMSIRENLayer(PublishedNames.fieldBlock($0), in: parameters)
        }
        toDensity = parameters.linear(PublishedNames.density)
        featureBlock = FiLMSIRENLayer(PublishedNames.featureBlock, in: parameters)
        toFeature = parameters.linear(PublishedNames.feature)
        self.configuration = configuration
        encoding = FourierEncoding(octaves: configuration.fourierOctaves)
    }

    /// Evaluates the field.
    ///
    /// - Parameters:
    ///   - points: `[B, N, 3]` in scene units.
    ///   - directions: Gives the unit direction of each point's ray, `[B, N, 3]`; asked only where
    ///     the field uses it.
    ///   - style: `[B, styleWidth]`.
    /// - Returns: Features `[B, N, C]` and raw density `[B, N]` per scene unit.
    package func callAsFunction(
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
            let places = points * (2 / configuration.boxSide)
            var x = encoding(places)
            for block in styledBlocks { x = block(x) }
            let rawDensity = rawDensity(of: toDensity(x).squeezed(-1), at: places)
            if configuration.usesViewDirection {
                x = Tensor.concatenated([x, directions()], axis: -1)
            }
            return (toFeature(styledFeatureBlock(x)), rawDensity)
        }
    }

    /// The layers of each image, in the order of `FoldedLayout`.
    ///
    /// - Parameter style: `[B, styleWidth]`.
    /// - Returns: Trunk, density, feature block, feature.
    func folded(by style: Tensor) -> [FoldedLayer] {
        let density = configuration.density
        let scale = density.activation == .softplus ? density.scale : 1
        return blocks.map { $0.folded(by: style) }
            + [
                FoldedLayer(toDensity, times: scale), featureBlock.folded(by: style),
                FoldedLayer(toFeature),
            ]
    }

    /// What the activation is given.
    ///
    /// - Parameters:
    ///   - output: The field's, `[B, N]`.
    ///   - places: Points in units of the box, `[B, N, 3]`.
    /// - Returns: `[B, N]`, per scene unit.
    private func rawDensity(of output: Tensor, at places: Tensor) -> Tensor {
        let density = configuration.density
        guard density.activation == .softplus else { return output }
        return density.scale * output + density.ballGain * (density.ballRadius - places.norm(-1))
    }
}
