import CIPS3DModel
import HeadPictures
import InnerLoops

/// The layers of one head, with its styles in their packed weights: ready to be seen from anywhere.
///
/// Making one takes about as long as rendering a hundred pixels; a camera that moves around a
/// head needs it once.
package final class HeadLayers: Sendable {
    /// Nil where layers came with the styles in them.
    let styles: HeadStyles?
    let configuration: GeneratorConfiguration
    let field: StyledField
    /// What is behind it; nil where there is no sphere.
    let sphere: StyledSphere?
    let inr: StyledINR
    let camera: CameraConfiguration
    let kernels: Kernels

    convenience init(
        _ styles: HeadStyles, mapping: StyleMapping, camera: CameraConfiguration,
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
        inr: StyledINR, camera: CameraConfiguration, kernels: Kernels, styles: HeadStyles? = nil
    ) {
        (self.configuration, self.field, self.sphere) = (configuration, field, sphere)
        (self.inr, self.camera, self.kernels) = (inr, camera, kernels)
        self.styles = styles
    }

    /// The same layers with other samples on a ray, all of them evenly spaced.
    ///
    /// - Parameter samples: At least 2.
    /// - Returns: Layers that share the weights.
    func sampled(_ samples: Int) -> HeadLayers {
        var camera = camera
        (camera.samplesPerRay, camera.finePass) = (samples, false)
        return HeadLayers(
            configuration: configuration, field: field, sphere: sphere, inr: inr, camera: camera,
            kernels: kernels, styles: styles)
    }
}
