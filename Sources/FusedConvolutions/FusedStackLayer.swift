import CKernels
import InnerLoops

/// A convolution with what follows it, of a batch of images: what the way forwards leaves and the way
/// back makes of it.
///
/// Not checked by the compiler: threads keep to their own images.
final class FusedStackLayer: @unchecked Sendable {
    let convolution: FusedConvolution
    private let weights: StackWeights.Spectral
    private let kernels: Kernels
    private let norm: (scale: PanelBuffer, shift: PanelBuffer, rates: PanelBuffer)?
    private let groups: Int
    private let epsilon: Float
    /// Before a norm's scale and shift; empty where there is none.
    private let normal: PanelBuffer
    private let result: PanelBuffer
    /// Of each image: of the scales and of the shifts.
    private let ofScale: PanelBuffer
    private let ofShift: PanelBuffer

    init(
        _ weights: StackWeights.Layer, side: Int, images: Int, groups: Int, epsilon: Float,
        _ kernels: Kernels
    ) {
        self.weights = weights.convolution
        let convolution = FusedConvolution(weights.convolution.weights, side: side, kernels)
        self.convolution = convolution
        (self.kernels, self.groups, self.epsilon) = (kernels, groups, epsilon)
        let row = ImageRows.row(convolution.outputs)
        let numbers = images * row * convolution.resultSide * convolution.resultSide
        norm = weights.norm.map {
            (
                PanelBuffer(ImageRows.padded($0.scale)), PanelBuffer(ImageRows.padded($0.shift)),
                PanelBuffer(count: images * row)
            )
        }
        normal = PanelBuffer(count: norm == nil ? 0 : numbers, isZero: false)
        result = PanelBuffer(count: numbers, isZero: false)
        (ofScale, ofShift) = (PanelBuffer(count: images * row), PanelBuffer(count: images * row))
    }

    var outputs: Int { convolution.outputs }
    private var pixels: Int { convolution.resultSide * convolution.resultSide }
    private var row: Int { ImageRows.row(outputs) }

    /// What comes out, `[images][pixels][row]`.
    var results: ImageRows { rows(result) }
    var resultBuffer: PanelBuffer { result }

    /// Evaluates the layer for some of the images.
    func callAsFunction(_ images: Range<Int>, _ x: ImageRows) {
        let (x, y) = (x.from(images.lowerBound), rows(result).from(images.lowerBound))
        guard norm != nil else { return convolution(images.count, x, to: y, CK_LEAKY) }
        let before = rows(normal).from(images.lowerBound)
        convolution(images.count, x, to: before)
        withNorm(from: images.lowerBound) { norm, room in
            var (before, after) = (before.kernels, y.kernels)
            kernels.functions.group_norm(norm, Int32(images.count), &before, &after, room)
        }
    }

    /// Leads slopes of the results of some images back to the convolution's sums, in place.
    func leadBackActivation(_ images: Range<Int>, _ slopes: ImageRows) {
        let (first, after) = (images.lowerBound, rows(result).from(images.lowerBound))
        let slopes = slopes.from(first)
        guard norm != nil else {
            kernels.functions.leaky_slope(
                images.count * pixels * row, after.start, slopes.start)
            return addPixels(images, slopes)
        }
        withNorm(from: first) { norm, room in
            var (before, after) = (rows(normal).from(first).kernels, after.kernels)
            var ofSums = slopes.kernels
            kernels.functions.group_norm_slope(
                norm, Int32(images.count), &before, &after, &ofSums, ofScale.start + first * row,
                ofShift.start + first * row, room)
        }
    }

    /// All gradients of the layer.
    ///
    /// - Parameters:
    ///   - sums: Of the convolution.
    ///   - images: How many; what each of them gives is summed in their order.
    /// - Returns: Those of the weights, and of scales and shifts or the bias.
    func gradient(_ sums: PanelBuffer, images: Int) -> LayerGradient {
        var kernel = convolution.weightsOrder(sums, channels: convolution.inputs)
        weights.leadBack(&kernel, kernels)
        let sum = { (buffer: PanelBuffer) in
            (0..<self.outputs).map { channel in
                (0..<images).reduce(Float(0)) { $0 + buffer.start[$1 * self.row + channel] }
            }
        }
        return LayerGradient(
            kernel: kernel, scale: norm == nil ? [] : sum(ofScale), shift: sum(ofShift))
    }

    private func addPixels(_ images: Range<Int>, _ slopes: ImageRows) {
        for image in 0..<images.count {
            let sums = ofShift.start + (images.lowerBound + image) * row
            let from = slopes.from(image).start
            for channel in 0..<row { sums[channel] = 0 }
            for pixel in 0..<pixels {
                for channel in 0..<row { sums[channel] += from[pixel * row + channel] }
            }
        }
    }

    private func rows(_ buffer: PanelBuffer) -> ImageRows {
        ImageRows(buffer.start, channels: outputs, pixels: pixels)
    }

    private func withNorm(
        from image: Int, _ body: (UnsafePointer<ck_norm>, UnsafeMutablePointer<Float>) -> Void
    ) {
        guard let norm else { return }
        let room = PanelBuffer(count: 2 * row)
        var description = ck_norm(
            channels: Int32(outputs), groups: Int32(groups), pixels: Int32(pixels),
            epsilon: epsilon, scale: norm.scale.start, shift: norm.shift.start,
            rates: norm.rates.start + image * row, row: row)
        body(&description, room.start)
    }
}
