import CKernels
import InnerLoops
import Synchronization

/// A convolution of images of one size, forwards and backwards.
package final class FusedConvolution: Sendable {
    let inputs: Int
    let outputs: Int
    /// Pixels on a side of images and of results.
    let side: Int
    package let resultSide: Int
    private let kernels: Kernels
    private let weights: ConvolutionWeights
    private let geometry: ConvolutionGeometry
    private let forwards: PackedConvolution
    /// Packed when somebody leads slopes back.
    private let backwards = Mutex<PackedConvolution?>(nil)

    /// Packs a convolution's weights.
    ///
    /// - Parameters:
    ///   - weights: Its numbers and geometry.
    ///   - side: Pixels on a side.
    ///   - kernels: The inner loops.
    package init(_ weights: ConvolutionWeights, side: Int, _ kernels: Kernels) {
        (inputs, outputs, self.side) = (weights.inputs, weights.outputs, side)
        resultSide = weights.resultSide(side)
        (self.weights, self.kernels) = (weights, kernels)
        geometry = .of(weights, side: side)
        forwards = PackedConvolution(weights, geometry.forwards, turned: false, kernels)
    }

    /// y = finish(convolution of x).
    ///
    /// - Parameters:
    ///   - images: How many.
    ///   - x: `side` pixels on a side.
    ///   - y: Receives `resultSide` pixels on a side.
    ///   - finish: What follows the sums.
    ///   - bits: Receives where slopes pass, where `finish` says so.
    package func callAsFunction(
        _ images: Int, _ x: ImageRows, to y: ImageRows, _ finish: ck_finish = CK_PLAIN,
        bits: ImageBits? = nil
    ) {
        forwards(images, x, to: y, finish, bits)
    }

    /// Leads slopes of the results back to the images.
    ///
    /// - Parameters:
    ///   - images: How many.
    ///   - slopes: Of the results, before what follows the sums.
    ///   - x: Receives the slopes of the images.
    ///   - finish: `CK_PLAIN`, `CK_ADDED`, or `CK_MASKED` with bits of the images.
    ///   - bits: Where slopes pass.
    package func leadBack(
        _ images: Int, _ slopes: ImageRows, to x: ImageRows, _ finish: ck_finish = CK_PLAIN,
        bits: ImageBits? = nil
    ) {
        let backwards = backwards.withLock { packed in
            let ready =
                packed
                ?? PackedConvolution(weights, geometry.backwards, turned: true, kernels)
            packed = ready
            return ready
        }
        backwards(images, slopes, to: x, finish, bits)
    }

    /// Taps of the kernel.
    var taps: Int { weights.kernel * weights.kernel }
    /// Numbers of the gradient of the weights, the outputs rounded up.
    var gradientCount: Int { taps * inputs * ImageRows.row(outputs) }

    /// Adds what images give to the gradient of one tap's weights.
    ///
    /// - Parameters:
    ///   - tap: Which tap.
    ///   - images: How many.
    ///   - x: The images.
    ///   - slopes: Of the results, before what follows the sums.
    ///   - gradient: `gradientCount` numbers.
    func addGradient(
        ofTap tap: Int, _ images: Int, x: ImageRows, slopes: ImageRows, to gradient: PanelBuffer
    ) {
        var layer = ck_convolution()
        layer.weights_row = ImageRows.row(outputs)
        (layer.inputs, layer.outputs) = (Int32(inputs), Int32(outputs))
        var (x, slopes) = (x.kernels, slopes.kernels)
        geometry.byTap[tap].forEachGroup { group in
            kernels.functions.kernel_gradient(
                &layer, group, Int32(images), &x, &slopes, gradient.start)
        }
    }

    /// A gradient in the order of the weights.
    ///
    /// - Parameters:
    ///   - gradient: `gradientCount` numbers.
    ///   - channels: Inputs of the result, at least this layer's; the others stay 0.
    /// - Returns: `[outputs][channels][taps]`.
    func weightsOrder(_ gradient: PanelBuffer, channels: Int) -> [Float] {
        let (row, taps) = (ImageRows.row(outputs), taps)
        var values = [Float](repeating: 0, count: outputs * channels * taps)
        values.withUnsafeMutableBufferPointer { values in
            for output in 0..<outputs {
                for input in 0..<inputs {
                    let place = (output * channels + input) * taps
                    for tap in 0..<taps {
                        values[place + tap] = gradient.start[(tap * inputs + input) * row + output]
                    }
                }
            }
        }
        return values
    }
}
