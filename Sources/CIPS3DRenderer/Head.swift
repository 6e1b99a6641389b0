import CIPS3DModel

/// One head, ready to be seen from anywhere: all layers with its styles in their packed weights.
///
/// Making one takes about as long as rendering a hundred pixels; a camera that moves around a
/// head needs it once.
public final class Head: Sendable {
    let field: StyledField
    /// What is behind it; nil where there is no sphere.
    let sphere: StyledSphere?
    let inr: StyledINR
    let camera: CameraConfiguration
    let kernels: Kernels

    init(
        shapeStyle: [Float], appearanceStyles: [[Float]], mapping: StyleMapping,
        camera: CameraConfiguration, precision: Precision, threads: Int
    ) {
        field = StyledField(
            style: shapeStyle, mapping: mapping, background: camera.background,
            precision: precision)
        let background = mapping.weights.configuration.background
        sphere =
            background.isPresent
            ? StyledSphere(background, style: shapeStyle, mapping: mapping) : nil
        inr = StyledINR(
            styles: appearanceStyles, mapping: mapping, precision: precision, threads: threads)
        self.camera = camera
        kernels = mapping.kernels
    }
}
