import CIPS3DModel
import CKernels

/// The sphere behind one head: packed layers from where rays leave it to features.
struct StyledSphere: Sendable {
    let radius: Float
    let blocks: [DenseLayer]
    let toFeature: DenseLayer
    /// Channels of the blocks.
    let width: Int

    /// Packs the sphere of a style.
    ///
    /// - Parameters:
    ///   - configuration: Its size; there has to be one.
    ///   - style: `[nerf.styleWidth]`.
    ///   - mapping: The weights, and how vectors are multiplied with them.
    init(_ configuration: BackgroundConfiguration, style: [Float], mapping: StyleMapping) {
        let weights = mapping.weights
        (radius, width) = (Float(configuration.radius), configuration.width)
        blocks = (0..<2).map {
            StyledField.layer(PublishedNames.backgroundBlock($0), style: style, mapping: mapping)
        }
        let bias = weights[PublishedNames.backgroundFeature.bias]
        toFeature = DenseLayer(
            DenseLayer.Matrix(
                values: weights[PublishedNames.backgroundFeature.weight], inputs: width,
                outputs: bias.count),
            bias: bias, behaviour: DenseLayer.Behaviour(), kernels: mapping.kernels)
    }
}
