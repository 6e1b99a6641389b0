import CKernels
import InnerLoops

/// The last layer of a head: a convolution of the features and of one more channel that says how much the
/// images of a group differ.
///
/// That channel is one number of each image; what it adds to a result is the number times the sum of the
/// weights of the taps that lie within the image.
///
/// Not checked by the compiler: threads keep to their own images, and deviations are written by the one that
/// waits for all of them.
final class FusedOutput: @unchecked Sendable {
    /// Of the features alone.
    let convolution: FusedConvolution
    private let spectral: StackWeights.Spectral
    private let kernels: Kernels
    private let deviation: GroupDeviation?
    /// `[outputs][taps]`; empty where there is no deviation.
    private let deviationWeights: [Float]
    private let links: [Neighborhood.Link]
    private let images: Int
    /// Of each image.
    private var deviations: [Float] = []
    let result: PanelBuffer

    /// - Parameters:
    ///   - spectral: With the deviation's channel behind the others.
    ///   - group: Images that share a deviation; 0 and 1 leave it out.
    ///   - side: Pixels on a side.
    ///   - images: How many.
    ///   - kernels: The inner loops.
    init(
        _ spectral: StackWeights.Spectral, group: Int, side: Int, images: Int, _ kernels: Kernels
    ) {
        (self.spectral, self.kernels) = (spectral, kernels)
        let weights = spectral.weights
        let (taps, all) = (weights.kernel * weights.kernel, weights.inputs)
        let channels = group > 1 ? all - 1 : all
        let ofOutputs = (0..<weights.outputs).map { $0 * all * taps }
        var ofFeatures = ConvolutionWeights(
            values: ofOutputs.flatMap { weights.values[$0..<$0 + channels * taps] },
            bias: weights.bias, inputs: channels, outputs: weights.outputs,
            kernel: weights.kernel, padding: weights.padding)
        ofFeatures.factor = weights.factor
        convolution = FusedConvolution(ofFeatures, side: side, kernels)
        deviationWeights = ofOutputs.flatMap {
            weights.values[$0 + channels * taps..<$0 + all * taps].map { $0 * weights.factor }
        }
        deviation =
            group > 1
            ? GroupDeviation(group: group, images: images, channels: channels, kernels) : nil
        links = ConvolutionGeometry.of(weights, side: side).forwards.links
        self.images = images
        result = PanelBuffer(
            count: images * ImageRows.row(weights.outputs) * convolution.resultSide
                * convolution.resultSide)
    }

    var outputs: Int { convolution.outputs }
    var results: ImageRows {
        ImageRows(
            result.start, channels: outputs,
            pixels: convolution.resultSide * convolution.resultSide)
    }

    /// Adds what the deviations give to the results, when all images have theirs.
    func addDeviations(_ x: ImageRows) {
        guard let deviation else { return }
        deviations = deviation(x)
        let results = results
        for image in 0..<images {
            let of = results.from(image)
            for link in links {
                for output in 0..<outputs {
                    of.start[link.result * of.row + output] +=
                        deviations[image] * weight(output, link.tap)
                }
            }
        }
    }

    /// Adds what slopes of the results give to those of the features through the deviations.
    ///
    /// - Returns: The gradient of the deviation's weights, `[taps][outputs]`.
    func leadBackDeviations(_ slopes: ImageRows, _ x: ImageRows, to ofX: ImageRows) -> [Float] {
        guard let deviation else { return [] }
        var ofWeights = [Float](repeating: 0, count: deviationWeights.count)
        var ofDeviations = [Float](repeating: 0, count: images)
        for image in 0..<images {
            let of = slopes.from(image)
            for link in links {
                for output in 0..<outputs {
                    let slope = of.start[link.result * of.row + output]
                    ofWeights[link.tap * outputs + output] += slope * deviations[image]
                    ofDeviations[image] += slope * weight(output, link.tap)
                }
            }
        }
        deviation.leadBack(ofDeviations, x, to: ofX)
        return ofWeights
    }

    /// All gradients of the layer, the deviation's channel behind the others.
    ///
    /// - Parameters:
    ///   - sums: Of the features' weights.
    ///   - ofDeviation: Of the deviation's.
    ///   - slopes: Of the results.
    /// - Returns: Those of the weights and of the bias.
    func gradient(
        _ sums: PanelBuffer, _ ofDeviation: [Float], _ slopes: ImageRows
    ) -> LayerGradient {
        let (taps, all) = (convolution.taps, spectral.weights.inputs)
        var kernel = convolution.weightsOrder(sums, channels: all)
        if deviation != nil {
            for output in 0..<outputs {
                for tap in 0..<taps {
                    kernel[(output * all + all - 1) * taps + tap] =
                        ofDeviation[tap * outputs + output]
                }
            }
        }
        spectral.leadBack(&kernel, kernels)
        let bias = (0..<outputs).map { output in
            (0..<images * slopes.pixels).reduce(Float(0)) {
                $0 + slopes.start[$1 * slopes.row + output]
            }
        }
        return LayerGradient(kernel: kernel, scale: [], shift: bias)
    }

    private func weight(_ output: Int, _ tap: Int) -> Float {
        deviationWeights[output * (deviationWeights.count / outputs) + tap]
    }
}
