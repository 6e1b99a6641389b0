import CIPS3DModel
import Torch
import TorchNN
import VolumeRendering

/// The whole generator: two mapping networks, the NeRF, the INR and the auxiliary head.
///
/// Source: CIPS-3D (arXiv:2110.09788).
public struct Generator {
    /// Its sizes.
    public let configuration: GeneratorConfiguration
    /// How rays are sampled.
    public let camera: CameraConfiguration
    /// Its parameters.
    public let parameters: ParameterStore

    private let field: NeRFNetwork
    private let shapeMapping: MappingNetwork
    private let inr: INRNetwork
    private let appearanceMapping: MappingNetwork
    private let auxiliaryHead: AuxiliaryHead

    /// Makes the generator with initial weights.
    ///
    /// - Parameters:
    ///   - configuration: Its sizes.
    ///   - camera: How rays are sampled.
    ///   - parameters: An empty store.
    public init(
        _ configuration: GeneratorConfiguration, camera: CameraConfiguration,
        parameters: ParameterStore
    ) {
        let (scope, nerf, inr) = (parameters.root, configuration.nerf, configuration.inr)
        field = NeRFNetwork(nerf, in: scope["siren"])
        shapeMapping = MappingNetwork(
            latentWidth: configuration.shapeLatentWidth, styleWidth: nerf.styleWidth,
            layerCount: nerf.mappingLayers, normalizes: false, in: scope["mapping_network_nerf"])
        self.inr = INRNetwork(inr, features: nerf.features, in: scope["inr_net"])
        appearanceMapping = MappingNetwork(
            latentWidth: configuration.appearanceLatentWidth, styleWidth: inr.styleWidth,
            layerCount: inr.mappingLayers, normalizes: true, in: scope["mapping_network_inr"])
        auxiliaryHead = AuxiliaryHead(features: nerf.features, in: scope["aux_to_rbg"])
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
    public func styles(shapeCodes: Tensor, appearanceCodes: Tensor) -> Styles {
        Styles(shape: shapeMapping(shapeCodes), appearance: appearanceMapping(appearanceCodes))
    }

    /// Renders rays: field, second pass, compositing, INR and auxiliary head.
    ///
    /// - Parameters:
    ///   - rays: R rays of B images.
    ///   - styles: Styles of B images.
    ///   - draws: Every random number.
    /// - Returns: The pixels.
    public func render(_ rays: Rays, styles: Styles, draws: SamplingDraws) -> RenderedRays {
        styled(by: styles).render(rays, draws: draws)
    }

    /// Does what depends on the styles alone, once for any number of rays.
    ///
    /// - Parameter styles: Styles of B images.
    /// - Returns: The generator of these images.
    public func styled(by styles: Styles) -> StyledGenerator {
        StyledGenerator(
            camera: camera, field: field.styled(by: styles.shape),
            inr: inr.styled(by: styles.appearance), auxiliaryHead: auxiliaryHead)
    }
}
