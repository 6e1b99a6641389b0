import CIPS3DModel
import CKernels
import ParallelWork

/// The per-pixel network of one head: packed layers with the style in their weights.
struct StyledINR: Sendable {
    /// The two layers of a block; what paints is read off the second.
    struct Block: Sendable {
        let first: DenseLayer
        let second: DenseLayer
    }

    let blocks: [Block]
    /// The sum of the biases of everything that paints.
    let paintBias: [Float]
    let isNarrow: Bool
    /// Channels of the hidden layers.
    let width: Int
    /// Channels of a pixel's feature.
    let features: Int
    /// Whether the first block adds its input.
    let addsFeatures: Bool

    /// Packs the network of a head.
    ///
    /// - Parameters:
    ///   - styles: `[inr.styleWidth]` of each block.
    ///   - mapping: The weights, and how vectors are multiplied with them.
    ///   - precision: Of all products.
    ///   - threads: How many may pack at once.
    init(styles: [[Float]], mapping: StyleMapping, precision: Precision, threads: Int) {
        let (weights, inr) = (mapping.weights, mapping.weights.configuration.inr)
        let features = weights.configuration.nerf.features
        let isNarrow = precision == .bfloat16
        let addsFeatures = inr.firstResidualBlock == 0 && features == inr.width
        let layers = ThreadTeam(threads).map(2 * inr.blocks) { layer in
            let (index, isSecond) = (layer / 2, layer % 2 == 1)
            let names = PublishedNames.inrBlock(index)
            let isResidual = index == 0 ? addsFeatures : index >= inr.firstResidualBlock
            return Self.layer(
                isSecond ? names.second : names.first,
                inputs: layer == 0 ? features : inr.width, outputs: inr.width, style: styles[index],
                mapping: mapping,
                readout: isSecond && index >= inr.firstRGBBlock
                    ? Self.rows(weights[PublishedNames.painter(index).weight], count: 3) : [],
                behaviour: DenseLayer.Behaviour(
                    activation: CK_LEAKY_RELU, adds: isSecond && isResidual,
                    narrowInputs: isNarrow, narrowOutputs: isNarrow))
        }
        blocks = (0..<inr.blocks).map {
            Block(first: layers[2 * $0], second: layers[2 * $0 + 1])
        }
        var paintBias: [Float] = [0, 0, 0]
        for index in (0..<inr.blocks).dropFirst(inr.firstRGBBlock) {
            let bias = weights[PublishedNames.painter(index).bias]
            for channel in 0..<3 { paintBias[channel] += bias[channel] }
        }
        self.paintBias = paintBias
        self.isNarrow = isNarrow
        (width, self.features, self.addsFeatures) = (inr.width, features, addsFeatures)
    }

    /// A modulated and normalised layer.
    ///
    ///     W'  = W (1 + modulation(w)),  W'' = W' / sqrt(sum_in W'² + 1e-8)
    private static func layer(
        _ names: PublishedNames.ModFC, inputs: Int, outputs: Int, style: [Float],
        mapping: StyleMapping, readout: [[Float]], behaviour: DenseLayer.Behaviour
    ) -> DenseLayer {
        let values = mapping.weights[names.weight]
        let modulation = mapping.linear(names.modulation, style).map { 1 + $0 }
        let squares = [Float](unsafeUninitializedCapacity: outputs) { sums, count in
            mapping.kernels.functions.squares(
                Int32(inputs), Int32(outputs), values, modulation, sums.baseAddress)
            count = outputs
        }
        let matrix = DenseLayer.Matrix(
            values: values, inputs: inputs, outputs: outputs, rowsAreInputs: true,
            inputScale: modulation,
            // Infinite squares would make zeros of the weights, and a grey picture in silence.
            outputScale: squares.map { $0.isFinite ? 1 / ($0 + 1e-8).squareRoot() : .nan })
        return DenseLayer(
            matrix, bias: nil, readout: readout, behaviour: behaviour, kernels: mapping.kernels)
    }

    private static func rows(_ values: [Float], count: Int) -> [[Float]] {
        let length = values.count / count
        return (0..<count).map { Array(values[$0 * length..<($0 + 1) * length]) }
    }
}
