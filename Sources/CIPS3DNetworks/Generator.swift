import CIPS3DModel
import Torch
import TorchNN
import VolumeRendering

/// The whole generator: two mapping networks, the NeRF, the sphere behind it where there is one, the
/// INR and the auxiliary head.
///
/// Source: CIPS-3D (arXiv:2110.09788).
package struct Generator {
    /// Its sizes.
    package let configuration: GeneratorConfiguration
    /// How rays are sampled.
    package let camera: CameraConfiguration
    /// Its parameters.
    package let parameters: ParameterStore

    private let field: NeRFNetwork
    private let background: BackgroundSphere?
    private let shapeMapping: MappingNetwork
    private let inr: INRNetwork
    private let appearanceMapping: MappingNetwork
    private let auxiliaryHead: AuxiliaryHead

    /// Makes the generator with initial weights.
    ///
    /// - Parameters:
    ///   - configuration: Its sizes.
    ///   - camera: How rays are sampled.
    ///   - frozen: Parts that are not learned.
    ///   - parameters: An empty store.
    package init(
        _ configuration: GeneratorConfiguration, camera: CameraConfiguration,
        frozen: Set<GeneratorPart> = [], parameters: ParameterStore
    ) {
        parameters.make(PublishedNames.tensors(of: configuration), frozen: frozen)
        field = NeRFNetwork(configuration.nerf, in: parameters)
        background =
            configuration.background.isPresent
            ? BackgroundSphere(configuration.background, in: parameters) : nil
        shapeMapping = MappingNetwork(shapesOf: configuration.nerf, in: parameters)
        inr = INRNetwork(
            configuration.inr, features: configuration.nerf.features, in: parameters)
        appearanceMapping = MappingNetwork(appearancesOf: configuration.inr, in: parameters)
        auxiliaryHead = AuxiliaryHead(parameters)
        self.configuration = configuration
        self.camera = camera
        self.parameters = parameters
    }

    /// Maps codes to styles.
    ///
    /// - Parameters:
    ///   - shapeCodes: `[B, shapeLatentWidth]`.
    ///   - appearanceCodes: `[B, appearanceLatentWidth]`.
    /// - Returns: Styles of B images.
    package func styles(shapeCodes: Tensor, appearanceCodes: Tensor) -> Styles {
        Styles(
            shape: shapeMapping(shapeCodes), appearance: appearanceStyles(of: appearanceCodes))
    }

    /// Maps appearance codes to styles.
    ///
    /// - Parameter codes: `[B, appearanceLatentWidth]`.
    /// - Returns: `[B, inr.styleWidth]`.
    func appearanceStyles(of codes: Tensor) -> Tensor { appearanceMapping(codes) }

    /// Renders rays: field, second pass, compositing, INR and auxiliary head.
    ///
    /// - Parameters:
    ///   - rays: R rays of B images.
    ///   - styles: Styles of B images.
    ///   - draws: Every random number.
    /// - Returns: The pixels.
    package func render(_ rays: Rays, styles: Styles, draws: SamplingDraws) -> RenderedRays {
        styled(by: styles).render(rays, draws: draws)
    }

    /// Does what depends on the styles alone, once for any number of rays.
    ///
    /// - Parameter styles: Styles of B images.
    /// - Returns: The generator of these images.
    package func styled(by styles: Styles) -> StyledGenerator {
        StyledGenerator(
            camera: camera, compositing: Compositing(configuration, camera: camera),
            field: field.styled(by: styles.shape),
            background: background?.styled(by: styles.shape),
            inr: configuration.inr.isPresent
                ? inr.styled { styles.mixed[$0] ?? styles.appearance } : nil,
            auxiliaryHead: auxiliaryHead)
    }

    /// All that an image's pixels follow from, in runs of numbers that `FoldedLayout` describes.
    ///
    /// - Parameter styles: Styles of B images.
    /// - Returns: What comes before the features, the auxiliary head, and what paints, `[B, N]` each.
    package func folded(
        by styles: Styles
    ) -> (volume: Tensor, auxiliary: Tensor, painting: Tensor) {
        let images = styles.shape.size(0)
        let joined = { (layers: [FoldedLayer]) in
            layers.isEmpty
                ? Tensor.zeros([images, 0], type: styles.shape.type, device: styles.shape.device)
                : Tensor.concatenated(layers.flatMap { $0.numbers(images: images) }, axis: 1)
        }
        return (
            joined(
                field.folded(by: styles.shape) + (background?.folded(by: styles.shape) ?? [])),
            joined([auxiliaryHead.folded]),
            joined(inr.folded { styles.mixed[$0] ?? styles.appearance })
        )
    }
}
