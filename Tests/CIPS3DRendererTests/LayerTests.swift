import CIPS3DModel
import Testing

@Suite("Dense layers and narrow panels")
struct LayerTests {
    @Test(
        "layers of awkward sizes are within the bound of their roundings",
        arguments: KernelUnderTest.all, [1, 3, 5, 64, 131])
    func awkwardSizes(kernel: KernelUnderTest, inputs: Int) {
        let rows = Int(kernel.functions.rows)
        for outputs in [1, 2, rows - 1, rows, rows + 1, 64, 127] {
            // Large layers leave out some of what numbers change; 7 shares no factor with 60.
            let step = inputs * outputs < 1000 ? 1 : 7
            for number in stride(from: 0, to: 60, by: step) {
                let layer = LayerCase(kernel, inputs: inputs, outputs: outputs, number: number)
                #expect(layer.largestShareOfBound() <= 1, "\(outputs) outputs, case \(number)")
            }
        }
    }

    @Test("narrow numbers are the nearest with 8 significant bits", arguments: KernelUnderTest.all)
    func narrow(kernel: KernelUnderTest) {
        var random = LatentGenerator(seed: 3, stream: .shape)
        for (channels, first) in [(1, 0), (2, 4), (3, 0), (4, 2), (5, 6)] {
            let x = AlignedNumbers(random.uniforms(channels * kernel.lanes, -100...100))
            // Halfway between two: to the even one, up and down.
            (x[0], x[1], x[2]) = (1 + 0x1p-8, 1 + 0x3p-8, -1 - 0x1p-8)
            let y = AlignedNumbers(count: (first + channels + 1) * kernel.lanes)
            kernel.functions.narrow(Int32(channels), x.start, Int32(first), y.start)
            for lane in 0..<kernel.lanes {
                for channel in 0..<channels {
                    let found = kernel.value(
                        y.start, channel: first + channel, lane: lane, narrow: true)
                    #expect(found == KernelUnderTest.bfloat16(x[channel * kernel.lanes + lane]))
                }
                let behind = kernel.value(
                    y.start, channel: first + channels, lane: lane, narrow: true)
                #expect(behind == 0)
            }
        }
    }

    @Test("a vector times a matrix", arguments: KernelUnderTest.all, [1, 3, 31, 32, 33, 64, 131])
    func matvec(kernel: KernelUnderTest, inputs: Int) {
        var random = LatentGenerator(seed: 4, stream: .shape)
        for outputs in [1, 2, 7, 37] {
            let weights = random.uniforms(inputs * outputs, -1...1)
            let (bias, x) = (random.uniforms(outputs, -1...1), random.uniforms(inputs, -1...1))
            var y = [Float](repeating: 777, count: outputs + 1)
            kernel.functions.matvec(Int32(inputs), Int32(outputs), weights, bias, x, &y)
            for output in 0..<outputs {
                let terms = (0..<inputs).map {
                    Double(weights[output * inputs + $0]) * Double(x[$0])
                }
                let sum = terms.reduce(Double(bias[output]), +)
                let size = terms.reduce(Double(abs(bias[output]))) { $0 + abs($1) }
                let bound = Double(inputs + 2) * KernelUnderTest.rounding * size
                #expect(abs(Double(y[output]) - sum) <= bound)
            }
            #expect(y[outputs] == 777)
        }
    }

    @Test("sums of squares", arguments: KernelUnderTest.all, [1, 3, 31, 64, 131])
    func squares(kernel: KernelUnderTest, inputs: Int) {
        var random = LatentGenerator(seed: 5, stream: .shape)
        for outputs in [1, 2, 7, 37] {
            let weights = random.uniforms(inputs * outputs, -1...1)
            let scale = random.uniforms(inputs, 0.5...1.5)
            // What stands there before does not count.
            var sums = [Float](repeating: 777, count: outputs + 1)
            kernel.functions.squares(Int32(inputs), Int32(outputs), weights, scale, &sums)
            for output in 0..<outputs {
                let expected = (0..<inputs).reduce(0.0) { sum, input in
                    let value = Double(weights[input * outputs + output]) * Double(scale[input])
                    return sum + value * value
                }
                // The product rounds once and counts twice.
                let bound = Double(inputs + 4) * KernelUnderTest.rounding * expected
                #expect(abs(Double(sums[output]) - expected) <= bound)
            }
            #expect(sums[outputs] == 777)
        }
    }
}
