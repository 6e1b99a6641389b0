import CIPS3DModel
import CKernels
import InnerLoops

/// The radiance field of one head: packed layers from points to densities and features.
///
///     trunk        point -> FiLM-SIREN blocks -> h, and the raw density read off h
///     featureBlock h -> FiLM-SIREN -> s
///     toFeature    composited s, sum of weights -> feature
///
/// The last linear layer comes after compositing, which is linear too: once for each ray and not
/// once for each sample.
struct StyledField: Sendable {
    let configuration: NeRFConfiguration
    let trunk: [DenseLayer]
    /// What the density readout begins with.
    let densityBias: Float
    /// Where the solid ball is; nil where the density is the field's output alone.
    let ball: (gain: Float, radius: Float)?
    let featureBlock: DenseLayer
    let toFeature: DenseLayer
    let auxiliaryHead: DenseLayer
    /// Whether h is narrow.
    let isNarrow: Bool

    /// Channels of h, the viewing direction included where it is used.
    var hiddenWidth: Int { Int(featureBlock.layer.inputs) }
    /// Channels of s.
    var sineWidth: Int { Int(featureBlock.layer.outputs) }

    /// Packs the field of a style.
    ///
    /// - Parameters:
    ///   - style: `[nerf.styleWidth]`.
    ///   - mapping: The weights, and how vectors are multiplied with them.
    ///   - background: What is behind the volume.
    ///   - precision: Of the feature block.
    init(
        style: [Float], mapping: StyleMapping, background: CameraConfiguration.Background,
        precision: Precision
    ) {
        let (weights, kernels) = (mapping.weights, mapping.kernels)
        let nerf = weights.configuration.nerf
        // Pairs of channels cannot begin in the middle of one.
        let directionFits = nerf.width.isMultiple(of: 2) || !nerf.usesViewDirection
        let isNarrow = precision == .bfloat16 && directionFits
        let density = nerf.density
        let scale = density.activation == .softplus ? Float(density.scale) : 1
        let readout = weights[PublishedNames.density.weight].map { scale * $0 }
        trunk = (0..<nerf.layers).map { index in
            let isLast = index == nerf.layers - 1
            return Self.layer(
                PublishedNames.fieldBlock(index), style: style, mapping: mapping,
                readout: isLast ? [readout] : [], narrowOutputs: isLast && isNarrow)
        }
        densityBias = Overflow.marked(scale * weights[PublishedNames.density.bias][0])
        ball = Self.ball(density)
        featureBlock = Self.layer(
            PublishedNames.featureBlock, style: style, mapping: mapping, narrowInputs: isNarrow)
        let feature = weights[PublishedNames.feature.weight]
        let featureBias = weights[PublishedNames.feature.bias]
        let sineWidth = feature.count / featureBias.count
        toFeature = Self.toFeature(
            featureBias.indices.map { Array(feature[$0 * sineWidth..<($0 + 1) * sineWidth]) },
            bias: featureBias, background: background, kernels: kernels)
        auxiliaryHead = DenseLayer(
            DenseLayer.Matrix(
                values: weights[PublishedNames.auxiliaryHead.weight], inputs: nerf.features,
                outputs: 3),
            bias: weights[PublishedNames.auxiliaryHead.bias],
            behaviour: DenseLayer.Behaviour(), kernels: kernels)
        configuration = nerf
        self.isNarrow = isNarrow
    }

    /// A FiLM-SIREN layer whose weights carry the frequency of the style.
    ///
    ///     f = 15 · toFrequency(w) + 30,  p = toPhase(w)
    ///     sin(f (W x + b) + p) = sin(pi (x (f W / pi)ᵀ + (f b + p) / pi))
    static func layer(
        _ names: PublishedNames.FiLMSIRENLayer, style: [Float], mapping: StyleMapping,
        readout: [[Float]] = [], narrowInputs: Bool = false, narrowOutputs: Bool = false
    ) -> DenseLayer {
        let weights = mapping.weights
        let frequency = mapping.linear(names.toFrequency, style).map { 15 * $0 + 30 }
        let phase = mapping.linear(names.toPhase, style)
        let bias = weights[names.linear.bias]
        let values = weights[names.linear.weight]
        let matrix = DenseLayer.Matrix(
            values: values, inputs: values.count / bias.count, outputs: bias.count,
            outputScale: frequency.map { $0 / .pi })
        return DenseLayer(
            matrix, bias: bias.indices.map { (frequency[$0] * bias[$0] + phase[$0]) / .pi },
            readout: readout,
            behaviour: DenseLayer.Behaviour(
                activation: CK_SINE, narrowInputs: narrowInputs, narrowOutputs: narrowOutputs),
            kernels: mapping.kernels)
    }

    /// Where a solid ball is; nil where the density is the field's output alone.
    static func ball(_ density: DensityConfiguration) -> (gain: Float, radius: Float)? {
        guard density.activation == .softplus else { return nil }
        return (gain: Float(density.ballGain), radius: Float(density.ballRadius))
    }

    /// The linear layer behind the feature block, on composited values.
    ///
    ///     sum_i w_i (W s_i + b) = W (sum_i w_i s_i) + b (sum_i w_i)
    ///
    /// With a white background `1 - sum_i w_i` is added to every channel.
    ///
    /// - Parameters:
    ///   - rows: W, a row for each output.
    ///   - bias: b.
    ///   - background: What is behind the volume.
    ///   - kernels: Whose layout the weights get.
    /// - Returns: The layer, whose last input is the sum of the weights.
    static func toFeature(
        _ rows: [[Float]], bias: [Float], background: CameraConfiguration.Background,
        kernels: Kernels
    ) -> DenseLayer {
        let white: Float = background == .white ? 1 : 0
        let widened = zip(rows, bias).flatMap { row, bias in row + [bias - white] }
        return DenseLayer(
            DenseLayer.Matrix(
                values: widened, inputs: widened.count / bias.count, outputs: bias.count),
            bias: [Float](repeating: white, count: bias.count),
            behaviour: DenseLayer.Behaviour(), kernels: kernels)
    }
}
