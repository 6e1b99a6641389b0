import CIPS3DModel
import InnerLoops

/// One head, ready to be seen from anywhere: all layers with its styles in their packed weights.
///
/// Making one takes about as long as rendering a hundred pixels; a camera that moves around a
/// head needs it once.
public final class Head: Sendable {
    let configuration: GeneratorConfiguration
    let field: StyledField
    /// What is behind it; nil where there is no sphere.
    let sphere: StyledSphere?
    let inr: StyledINR
    let camera: CameraConfiguration
    let kernels: Kernels

    convenience init(
        shapeStyle: [Float], appearanceStyles: [[Float]], mapping: StyleMapping,
        camera: CameraConfiguration, precision: Precision, threads: Int
    ) {
        let configuration = mapping.weights.configuration
        let background = configuration.background
        self.init(
            configuration: configuration,
            field: StyledField(
                style: shapeStyle, mapping: mapping, background: camera.background,
                precision: precision),
            sphere: background.isPresent
                ? StyledSphere(background, style: shapeStyle, mapping: mapping) : nil,
            inr: StyledINR(
                styles: appearanceStyles, mapping: mapping, precision: precision,
                threads: threads),
            camera: camera, kernels: mapping.kernels)
    }

    init(
        configuration: GeneratorConfiguration, field: StyledField, sphere: StyledSphere?,
        inr: StyledINR, camera: CameraConfiguration, kernels: Kernels
    ) {
        (self.configuration, self.field, self.sphere) = (configuration, field, sphere)
        (self.inr, self.camera, self.kernels) = (inr, camera, kernels)
    }
}
