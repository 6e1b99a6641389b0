import CIPS3DModel
import Torch
import TorchNN
import VolumeRendering

/// A field on the far side of a sphere behind the head: what a ray sees that nothing stops.
///
///     x  = the point where the ray leaves the sphere, in units of its radius
///     f  = Linear(FiLM-SIREN(FiLM-SIREN(x)))
///
/// It has the style of the head's shape, and no viewing direction: seen from another side, another
/// part of it is seen.
struct BackgroundSphere {
    private let radius: Double
    private let blocks: [FiLMSIRENLayer]
    private let toFeature: Linear

    /// The sphere of a generator.
    ///
    /// - Parameters:
    ///   - configuration: Its size.
    ///   - parameters: The generator's.
    init(_ configuration: BackgroundConfiguration, in parameters: ParameterStore) {
        radius = configuration.radius
        blocks = (0..<2).map { FiLMSIRENLayer(PublishedNames.backgroundBlock($0), in: parameters) }
        toFeature = parameters.linear(PublishedNames.backgroundFeature)
    }

    /// Does what depends on the style alone, once for any number of calls.
    ///
    /// - Parameter style: `[B, styleWidth]`.
    /// - Returns: The sphere as a function of rays, which gives features `[B, R, C]`.
    func styled(by style: Tensor) -> (Rays) -> Tensor {
        let styledBlocks = blocks.map { $0.styled(by: style) }
        return { rays in
            var x = rays.exits(ofSphere: radius)
            for block in styledBlocks { x = block(x) }
            return toFeature(x)
        }
    }

    /// The layers of each image, in the order of `FoldedLayout`.
    ///
    /// - Parameter style: `[B, styleWidth]`.
    /// - Returns: Two blocks, feature.
    func folded(by style: Tensor) -> [FoldedLayer] {
        blocks.map { $0.folded(by: style) } + [FoldedLayer(toFeature)]
    }
}
