import CKernels
import InnerLoops

/// One direction of a convolution: from images to results, or from slopes of results to those of images.
///
/// Not checked by the compiler: nothing changes after it is made.
final class PackedConvolution: @unchecked Sendable {
    private let neighborhood: Neighborhood
    private let packed: PanelBuffer
    private let bias: PanelBuffer?
    private let isDepthwise: Bool
    private let layer: ck_convolution
    private let kernels: Kernels

    /// Packs weights.
    ///
    /// - Parameters:
    ///   - weights: A convolution's.
    ///   - neighborhood: What is seen.
    ///   - turned: Whether this is the way back, which has no bias.
    ///   - kernels: The inner loops.
    init(
        _ weights: ConvolutionWeights, _ neighborhood: Neighborhood, turned: Bool,
        _ kernels: Kernels
    ) {
        (self.neighborhood, self.kernels) = (neighborhood, kernels)
        isDepthwise = weights.isDepthwise
        packed =
            weights.isDepthwise
            ? Self.depthwise(weights) : Self.dense(weights, turned: turned, kernels)
        bias =
            turned || weights.bias.isEmpty
            ? nil : PanelBuffer(ImageRows.padded(weights.bias))
        layer = ck_convolution(
            weights: UnsafePointer(packed.start), bias: bias.map { UnsafePointer($0.start) },
            weights_row: ImageRows.row(weights.outputs),
            inputs: Int32(turned ? weights.outputs : weights.inputs),
            outputs: Int32(turned ? weights.inputs : weights.outputs),
            taps: Int32(weights.kernel * weights.kernel), finish: CK_PLAIN)
    }

    /// y = finish(sums of x).
    func callAsFunction(
        _ images: Int, _ x: ImageRows, to y: ImageRows, _ finish: ck_finish, _ bits: ImageBits?
    ) {
        var (layer, x, y, bits) = (layer, x.kernels, y.kernels, bits?.kernels ?? ck_bits())
        layer.finish = finish
        neighborhood.forEachGroup { group in
            if isDepthwise {
                kernels.functions.convolve_depthwise(&layer, group, Int32(images), &x, &y, &bits)
            } else {
                kernels.functions.convolve(&layer, group, Int32(images), &x, &y, &bits)
            }
        }
    }

    private static func depthwise(_ weights: ConvolutionWeights) -> PanelBuffer {
        let (taps, row) = (weights.kernel * weights.kernel, ImageRows.row(weights.outputs))
        let buffer = PanelBuffer(count: taps * row)
        for channel in 0..<weights.outputs {
            for tap in 0..<taps {
                buffer.start[tap * row + channel] =
                    weights.values[channel * taps + tap] * weights.factor
            }
        }
        return buffer
    }

    private static func dense(
        _ weights: ConvolutionWeights, turned: Bool, _ kernels: Kernels
    ) -> PanelBuffer {
        let taps = weights.kernel * weights.kernel
        let (ofOutput, ofInput) = (weights.inputs * taps, taps)
        let (inputs, outputs) =
            turned ? (weights.outputs, weights.inputs) : (weights.inputs, weights.outputs)
        let buffer = PanelBuffer(
            count: taps * inputs * ImageRows.row(outputs), isZero: false)
        weights.values.withUnsafeBufferPointer { values in
            var kernel = ck_kernel(
                values: values.baseAddress, output_stride: turned ? ofInput : ofOutput,
                input_stride: turned ? ofOutput : ofInput, tap_stride: 1,
                factor: weights.factor, inputs: Int32(inputs), outputs: Int32(outputs),
                taps: Int32(taps))
            kernels.functions.pack_kernel(&kernel, buffer.start)
        }
        return buffer
    }
}
