import CIPS3DModel
import InnerLoops

/// One head, ready to be seen from anywhere: all layers with its styles in their packed weights.
///
/// Making one takes about as long as rendering a hundred pixels; a camera that moves around a
/// head needs it once.
public final class Head: Sendable {
    /// What its layers were made of.
    struct Styles: Sendable {
        /// `[nerf.styleWidth]`.
        let shape: [Float]
        /// Of each block of the per-pixel network, `[inr.styleWidth]`.
        let appearances: [[Float]]
    }

    /// Nil where layers came with the styles in them.
    let styles: Styles?
    let configuration: GeneratorConfiguration
    let field: StyledField
    /// What is behind it; nil where there is no sphere.
    let sphere: StyledSphere?
    let inr: StyledINR
    let camera: CameraConfiguration
    let kernels: Kernels

    convenience init(
        _ styles: Styles, mapping: StyleMapping, camera: CameraConfiguration,
        precision: Precision, threads: Int
    ) {
        let configuration = mapping.weights.configuration
        let background = configuration.background
        self.init(
            configuration: configuration,
            field: StyledField(
                style: styles.shape, mapping: mapping, background: camera.background,
                precision: precision),
            sphere: background.isPresent
                ? StyledSphere(background, style: styles.shape, mapping: mapping) : nil,
            inr: StyledINR(
                styles: styles.appearances, mapping: mapping, precision: precision,
                threads: threads),
            camera: camera, kernels: mapping.kernels, styles: styles)
    }

    init(
        configuration: GeneratorConfiguration, field: StyledField, sphere: StyledSphere?,
        inr: StyledINR, camera: CameraConfiguration, kernels: Kernels, styles: Styles? = nil
    ) {
        (self.configuration, self.field, self.sphere) = (configuration, field, sphere)
        (self.inr, self.camera, self.kernels) = (inr, camera, kernels)
        self.styles = styles
    }
}
