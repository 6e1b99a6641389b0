import CIPS3DModel
import CKernels
import Foundation

/// A layer with random numbers, evaluated by kernels and by a sum in double precision.
///
/// Its number decides about panels, activation, strides, scales, readouts and narrowness; 60
/// numbers in a row go through all that these can be.
struct LayerCase {
    private let kernel: KernelUnderTest
    private let inputs: Int
    private let outputs: Int
    private let panels: Int
    private let readouts: Int
    private let activation: ck_activation
    private let adds: Bool
    private let isNarrow: (inputs: Bool, outputs: Bool)
    /// `[inputs][outputs]`, or transposed.
    private let values: [Float]
    private let rowsAreInputs: Bool
    private let inputScale: [Float]?
    private let outputScale: [Float]?
    private let bias: [Float]
    private let readout: [Float]
    private let x: AlignedNumbers
    private let old: AlignedNumbers
    private let oldSums: [Float]
    // Numbers from a panel to the next; a row that nobody may write to lies between those of y.
    private let xStride: Int
    private let yStride: Int
    private let sentinel: Float = 777

    init(_ kernel: KernelUnderTest, inputs: Int, outputs: Int, number: Int) {
        var random = LatentGenerator(seed: UInt64(number), stream: .shape)
        (self.kernel, self.inputs, self.outputs) = (kernel, inputs, outputs)
        panels = 1 + number % 5
        readouts = number % 4
        activation = [CK_LINEAR, CK_LEAKY_RELU, CK_SINE][number % 3]
        adds = number / 2 % 2 == 1
        isNarrow = ([1, 2].contains(number % 4), number % 5 > 2)
        values = random.uniforms(inputs * outputs, -1...1)
        rowsAreInputs = number % 2 == 1
        inputScale = number % 3 == 0 ? nil : random.uniforms(inputs, 0.5...1.5)
        outputScale = number % 3 == 1 ? random.uniforms(outputs, 0.5...1.5) : nil
        bias = random.uniforms(outputs, -1...1)
        readout = random.uniforms(readouts * outputs, -1...1)
        let lanes = kernel.lanes
        xStride = kernel.words(inputs, narrow: isNarrow.inputs) * lanes
        yStride = (kernel.words(outputs, narrow: isNarrow.outputs) + 1) * lanes
        x = AlignedNumbers(count: panels * xStride)
        old = AlignedNumbers(count: panels * yStride)
        oldSums = random.uniforms(panels * readouts * lanes, -1...1)
        for panel in 0..<panels {
            kernel.fill(
                x.start + panel * xStride, channels: inputs, narrow: isNarrow.inputs, &random)
            kernel.fill(
                old.start + panel * yStride, channels: outputs, narrow: isNarrow.outputs, &random)
            (old.start + (panel + 1) * yStride - lanes).update(repeating: sentinel, count: lanes)
        }
    }

    /// Evaluates the layer and compares everything that it wrote.
    ///
    /// - Returns: The largest error as a share of its bound; infinite where something is written
    ///   that should not be.
    func largestShareOfBound() -> Double {
        let (y, sums) = (AlignedNumbers(old.values), AlignedNumbers(oldSums))
        evaluate(y, sums)
        var worst = 0.0
        for panel in 0..<panels {
            for lane in 0..<kernel.lanes {
                let mark = y[(panel + 1) * yStride - kernel.lanes + lane]
                worst = max(
                    worst, mark == sentinel ? share(panel, lane, y, sums) : .infinity)
            }
        }
        return worst
    }

    private func evaluate(_ y: AlignedNumbers, _ sums: AlignedNumbers) {
        let packed = AlignedNumbers(
            count: kernel.functions.packed_words(
                Int32(inputs), Int32(outputs), isNarrow.inputs))
        pack(into: packed)
        bias.withUnsafeBufferPointer { bias in
            readout.withUnsafeBufferPointer { readout in
                var layer = ck_layer(
                    weights: packed.start, bias: bias.baseAddress, readout: readout.baseAddress,
                    inputs: Int32(inputs), outputs: Int32(outputs), readouts: Int32(readouts),
                    activation: activation, adds: adds, narrow_inputs: isNarrow.inputs,
                    narrow_outputs: isNarrow.outputs)
                kernel.functions.dense(
                    &layer, Int32(panels), x.start, xStride, y.start, yStride, sums.start,
                    readouts * kernel.lanes)
            }
        }
    }

    private func pack(into packed: AlignedNumbers) {
        let (inputScale, outputScale) = (
            inputScale.map { AlignedNumbers($0) }, outputScale.map { AlignedNumbers($0) }
        )
        values.withUnsafeBufferPointer { values in
            var matrix = ck_matrix(
                values: values.baseAddress, input_stride: rowsAreInputs ? outputs : 1,
                output_stride: rowsAreInputs ? 1 : inputs, input_scale: inputScale?.start,
                output_scale: outputScale?.start, inputs: Int32(inputs), outputs: Int32(outputs),
                narrow: isNarrow.inputs)
            kernel.functions.pack(&matrix, packed.start)
        }
        withExtendedLifetime((inputScale, outputScale)) {}
    }

    /// What the layer multiplies with, rounded as it is packed.
    private func weight(_ input: Int, _ output: Int) -> Double {
        var value = values[rowsAreInputs ? input * outputs + output : output * inputs + input]
        if let inputScale { value *= inputScale[input] }
        if let outputScale { value *= outputScale[output] }
        return Double(isNarrow.inputs ? KernelUnderTest.bfloat16(value) : value)
    }

    /// An output before it is put down, and how far a computed one may be from it.
    private func expected(_ panel: Int, _ lane: Int, _ output: Int) -> (Double, bound: Double) {
        var sum = Double(bias[output])
        var size = abs(sum)
        for input in 0..<inputs {
            let number = kernel.value(
                x.start + panel * xStride, channel: input, lane: lane, narrow: isNarrow.inputs)
            sum += weight(input, output) * Double(number)
            size += abs(weight(input, output) * Double(number))
        }
        // Each product and each sum may round once, where they are not fused.
        var bound = Double(inputs + 2) * KernelUnderTest.rounding * size
        switch activation {
        case CK_LEAKY_RELU:
            sum = max(sum, 0.2 * sum)
            bound += 2 * KernelUnderTest.rounding * abs(sum)
        case CK_SINE:
            sum = sin(.pi * sum)
            bound = .pi * bound + kernel.sineTolerance
        default: break
        }
        guard adds else { return (sum, bound) }
        sum += Double(
            kernel.value(
                old.start + panel * yStride, channel: output, lane: lane,
                narrow: isNarrow.outputs))
        return (sum, bound + KernelUnderTest.rounding * (abs(sum) + bound))
    }

    private func share(
        _ panel: Int, _ lane: Int, _ y: AlignedNumbers, _ sums: AlignedNumbers
    ) -> Double {
        var worst = 0.0
        var read = [(sum: Double, size: Double, bound: Double)](
            repeating: (0, 0, 0), count: readouts)
        for output in 0..<outputs {
            let (value, bound) = expected(panel, lane, output)
            // Half of the last of 8 significant bits is 2⁻⁸ of the value or less.
            let narrowing = isNarrow.outputs ? 0x1p-8 * (abs(value) + bound) : 0
            let found = kernel.value(
                y.start + panel * yStride, channel: output, lane: lane, narrow: isNarrow.outputs)
            worst = largest(worst, abs(Double(found) - value) / (bound + narrowing))
            for row in 0..<readouts {
                let factor = Double(readout[row * outputs + output])
                read[row].sum += factor * value
                read[row].size += abs(factor * value)
                read[row].bound += abs(factor) * bound
            }
        }
        for row in 0..<readouts {
            let index = (panel * readouts + row) * kernel.lanes + lane
            let before = Double(oldSums[index])
            let bound =
                read[row].bound
                + Double(outputs + 2) * KernelUnderTest.rounding * (abs(before) + read[row].size)
            worst = largest(worst, abs(Double(sums[index]) - before - read[row].sum) / bound)
        }
        return worst
    }

    /// Not a number is larger than anything.
    private func largest(_ a: Double, _ b: Double) -> Double { b.isNaN ? .infinity : max(a, b) }
}

extension KernelUnderTest {
    /// Fills a panel with random numbers.
    fileprivate func fill(
        _ panel: UnsafeMutablePointer<Float>, channels: Int, narrow: Bool,
        _ random: inout LatentGenerator
    ) {
        let values = AlignedNumbers(random.uniforms(channels * lanes, -1...1))
        if narrow {
            functions.narrow(Int32(channels), values.start, 0, panel)
        } else {
            panel.update(from: values.start, count: values.count)
        }
    }
}
