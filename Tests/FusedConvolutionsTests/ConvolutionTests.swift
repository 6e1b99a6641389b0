import FusedConvolutions
import InnerLoops
import Testing

/// Convolutions beside their definition in double precision.
@Suite struct ConvolutionTests {
    /// Kernels, strides and paddings of the networks, and sizes that leave tiles unfilled.
    static let shapes: [(ConvolutionWeights, side: Int)] = [
        (weights(3, 20, kernel: 3, stride: 2, .tensorFlow), 9),
        (weights(24, 40, kernel: 1), 5),
        (weights(17, 33, kernel: 3, .even(1)), 4),
        (weights(8, 24, kernel: 4, stride: 2, .even(1)), 8),
        (weights(40, 40, kernel: 5, .even(2), isDepthwise: true), 2),
        (weights(24, 24, kernel: 5, stride: 2, .tensorFlow, isDepthwise: true), 8),
        (weights(16, 16, kernel: 3, stride: 2, .tensorFlow, isDepthwise: true), 7),
    ]

    @Test(arguments: InstructionSet.available, shapes.indices)
    func definition(set: InstructionSet, shape: Int) throws {
        let (weights, side) = Self.shapes[shape]
        let kernels = try #require(Kernels(running: set))
        let layer = FusedConvolution(weights, side: side, kernels)
        let images = 3
        let x = Images(images, weights.inputs, side: side, seed: 1)
        let y = Images(images, weights.outputs, side: layer.resultSide, seed: 2)
        layer(images, x.rows, to: y.rows)
        // Sums of up to 300 products below 1, rounded at each step.
        let tolerance = 300 * 0x1p-24 * 2.0
        for image in 0..<images {
            for output in 0..<weights.outputs {
                for pixel in 0..<layer.resultSide * layer.resultSide {
                    let expected = Self.result(weights, x, side, image, output, pixel)
                    #expect(abs(Double(y[image, pixel, output]) - expected) < tolerance)
                }
            }
        }
    }

    /// What leads back is the transpose of the way forwards: both give the same bilinear form.
    @Test(arguments: InstructionSet.available, shapes.indices)
    func transpose(set: InstructionSet, shape: Int) throws {
        let (weights, side) = Self.shapes[shape]
        let kernels = try #require(Kernels(running: set))
        let unbiased = ConvolutionWeights(
            values: weights.values, inputs: weights.inputs, outputs: weights.outputs,
            kernel: weights.kernel, stride: weights.stride, padding: weights.padding,
            isDepthwise: weights.isDepthwise)
        let layer = FusedConvolution(unbiased, side: side, kernels)
        let images = 2
        let x = Images(images, weights.inputs, side: side, seed: 3)
        let slopes = Images(images, weights.outputs, side: layer.resultSide, seed: 4)
        let (y, ofX) = (
            Images(images, weights.outputs, side: layer.resultSide, seed: 5),
            Images(images, weights.inputs, side: side, seed: 6)
        )
        layer(images, x.rows, to: y.rows)
        layer.leadBack(images, slopes.rows, to: ofX.rows)
        let (forwards, backwards) = (y.product(slopes), x.product(ofX))
        // Thousands of terms whose sum is not small beside them.
        #expect(abs(forwards - backwards) < 1e-4 * max(1, abs(forwards)))
    }

    @Test(arguments: [(8, 16), (5, 10), (16, 8), (4, 4)])
    func resamplingLeadsBackItsTranspose(side: Int, result: Int) throws {
        let kernels = try #require(Kernels(running: .portable))
        let resampling = Resampling(from: side, to: result)
        let x = Images(2, 5, side: side, seed: 7)
        let slopes = Images(2, 5, side: result, seed: 8)
        let (y, ofX) = (Images(2, 5, side: result, seed: 9), Images(2, 5, side: side, seed: 10))
        resampling(2, channels: 5, x.rows, to: y.rows, kernels)
        resampling.leadBack(2, channels: 5, slopes.rows, to: ofX.rows, kernels)
        #expect(abs(y.product(slopes) - x.product(ofX)) < 1e-4)
        // A mean of neighbours leaves a flat image flat.
        let flat = Images(1, 5, side: side, seed: 11)
        flat.fill(0.75)
        resampling(1, channels: 5, flat.rows, to: y.rows, kernels)
        for pixel in 0..<result * result { #expect(abs(y[0, pixel, 4] - 0.75) < 1e-6) }
    }

    private static func weights(
        _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1,
        _ padding: ConvolutionWeights.Padding = .even(0), isDepthwise: Bool = false
    ) -> ConvolutionWeights {
        let count = outputs * (isDepthwise ? 1 : inputs) * kernel * kernel
        return ConvolutionWeights(
            values: Images.uniforms(count, seed: 12), bias: Images.uniforms(outputs, seed: 13),
            inputs: inputs, outputs: outputs, kernel: kernel, stride: stride, padding: padding,
            isDepthwise: isDepthwise)
    }

    /// One number of a convolution by its definition.
    private static func result(
        _ weights: ConvolutionWeights, _ x: Images, _ side: Int, _ image: Int, _ output: Int,
        _ pixel: Int
    ) -> Double {
        let (kernel, results) = (weights.kernel, weights.resultSide(side))
        let zeros =
            switch weights.padding {
            case .even(let zeros): zeros
            case .tensorFlow: max((results - 1) * weights.stride + kernel - side, 0) / 2
            }
        var sum = Double(weights.bias[output])
        for tap in 0..<kernel * kernel {
            let row = pixel / results * weights.stride - zeros + tap / kernel
            let column = pixel % results * weights.stride - zeros + tap % kernel
            guard (0..<side).contains(row), (0..<side).contains(column) else { continue }
            for input in weights.isDepthwise ? [output] : Array(0..<weights.inputs) {
                let place = weights.isDepthwise ? output : output * weights.inputs + input
                sum +=
                    Double(weights.values[place * kernel * kernel + tap])
                    * Double(x[image, row * side + column, input])
            }
        }
        return sum
    }
}

/// Images with room, their channels side by side.
struct Images {
    let buffer: PanelBuffer
    let rows: ImageRows
    let count: Int
    let channels: Int

    init(_ count: Int, _ channels: Int, side: Int, seed: UInt64) {
        (self.count, self.channels) = (count, channels)
        let row = ImageRows.row(channels)
        buffer = PanelBuffer(Self.uniforms(count * side * side * row, seed: seed))
        rows = ImageRows(buffer.start, channels: channels, pixels: side * side)
    }

    subscript(image: Int, pixel: Int, channel: Int) -> Float {
        buffer.start[(image * rows.pixels + pixel) * rows.row + channel]
    }

    func fill(_ value: Float) { buffer.start.update(repeating: value, count: buffer.count) }

    /// The sum of products with as many numbers, without what is behind the channels.
    func product(_ other: Images) -> Double {
        var sum = 0.0
        for image in 0..<count {
            for pixel in 0..<rows.pixels {
                for channel in 0..<channels {
                    sum +=
                        Double(self[image, pixel, channel]) * Double(other[image, pixel, channel])
                }
            }
        }
        return sum
    }

    /// Numbers in -1...1.
    static func uniforms(_ count: Int, seed: UInt64) -> [Float] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-31
        }
    }
}
