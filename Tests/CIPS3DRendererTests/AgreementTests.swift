import CIPS3DModel
import CKernels
import Testing

/// The same points, however many of them an instruction set has in a panel.
@Suite("Instruction sets agree")
struct AgreementTests {
    /// A multiple of the lanes of all instruction sets.
    private static let points = 64
    private static let samples = 12

    /// From `[channels][points]` to panels of `[channels][lanes]`.
    private static func panels(
        _ values: [Float], channels: Int, _ kernel: KernelUnderTest
    ) -> AlignedNumbers {
        let panels = AlignedNumbers(count: values.count)
        for (index, place) in places(channels: channels, kernel) { panels[place] = values[index] }
        return panels
    }

    /// And back.
    private static func values(
        _ panels: AlignedNumbers, channels: Int, _ kernel: KernelUnderTest
    ) -> [Float] {
        places(channels: channels, kernel).map { panels[$0.place] }
    }

    private static func places(
        channels: Int, _ kernel: KernelUnderTest
    ) -> [(index: Int, place: Int)] {
        (0..<channels * points).map { index in
            let (channel, point) = index.quotientAndRemainder(dividingBy: points)
            let (panel, lane) = point.quotientAndRemainder(dividingBy: kernel.lanes)
            return (index, (panel * channels + channel) * kernel.lanes + lane)
        }
    }

    private static func layer(
        _ kernel: KernelUnderTest, _ activation: ck_activation
    ) -> [Float] {
        var random = LatentGenerator(seed: 1, stream: .shape)
        let (inputs, outputs, readouts, lanes) = (37, 29, 3, kernel.lanes)
        let values = random.uniforms(inputs * outputs, -1...1)
        let packed = AlignedNumbers(count: inputs * outputs)
        let bias = AlignedNumbers(random.uniforms(outputs, -1...1))
        let readout = AlignedNumbers(random.uniforms(readouts * outputs, -1...1))
        let x = panels(random.uniforms(inputs * points, -1...1), channels: inputs, kernel)
        let y = panels(random.uniforms(outputs * points, -1...1), channels: outputs, kernel)
        let sums = AlignedNumbers(count: readouts * points)
        values.withUnsafeBufferPointer { values in
            var matrix = ck_matrix(
                values: values.baseAddress, input_stride: 1, output_stride: inputs,
                input_scale: nil, output_scale: bias.start, inputs: Int32(inputs),
                outputs: Int32(outputs), narrow: false)
            kernel.functions.pack(&matrix, packed.start)
        }
        var layer = ck_layer(
            weights: packed.start, bias: bias.start, readout: readout.start,
            inputs: Int32(inputs), outputs: Int32(outputs), readouts: Int32(readouts),
            activation: activation, adds: true, narrow_inputs: false, narrow_outputs: false)
        kernel.functions.dense(
            &layer, Int32(points / lanes), x.start, inputs * lanes, y.start, outputs * lanes,
            sums.start, readouts * lanes)
        return Self.values(y, channels: outputs, kernel)
            + Self.values(sums, channels: readouts, kernel)
    }

    private static func vectors(_ kernel: KernelUnderTest) -> [Float] {
        var random = LatentGenerator(seed: 2, stream: .shape)
        let (inputs, outputs) = (131, 29)
        let weights = random.uniforms(inputs * outputs, -1...1)
        let (x, bias) = (random.uniforms(inputs, -1...1), random.uniforms(outputs, -1...1))
        var (y, sums) = (bias, bias)
        kernel.functions.matvec(Int32(inputs), Int32(outputs), weights, bias, x, &y)
        kernel.functions.squares(Int32(inputs), Int32(outputs), weights, x, &sums)
        return y + sums
    }

    private static func elementary(_ kernel: KernelUnderTest) -> [Float] {
        var random = LatentGenerator(seed: 3, stream: .shape)
        let functions = kernel.functions
        let (x, y) = (random.uniforms(1 << 14, -1000...1000), random.uniforms(1 << 14, -90...90))
        let (sine, exponential, tanh) = (AlignedNumbers(x), AlignedNumbers(y), AlignedNumbers(y))
        functions.sine(x.count, sine.start)
        functions.exponential(y.count, exponential.start)
        functions.tanh(y.count, tanh.start)
        let softplus = AlignedNumbers(y)
        functions.density(CK_SOFTPLUS, y.count, softplus.start)
        return sine.values + exponential.values + tanh.values + softplus.values
    }

    /// The ball at the points where rays leave a sphere.
    private static func spheres(_ kernel: KernelUnderTest) -> [Float] {
        var random = LatentGenerator(seed: 5, stream: .shape)
        let (origin, lanes): ([Float], Int) = ([0.23, -0.47, 0.85], kernel.lanes)
        let directions = panels(random.uniforms(3 * points, -0.9...0.9), channels: 3, kernel)
        let density = panels(random.uniforms(points, -9...9), channels: 1, kernel)
        let exits = AlignedNumbers(count: 3 * points)
        for at in stride(from: 0, to: points, by: lanes) {
            kernel.functions.exits(
                origin, directions.start + 3 * at, 0.31, exits.start + 3 * at)
            kernel.functions.ball(59, 0.61, exits.start + 3 * at, density.start + at)
        }
        return values(exits, channels: 3, kernel) + values(density, channels: 1, kernel)
    }

    /// Weights, and draws by them.
    private static func rays(
        _ kernel: KernelUnderTest, _ kind: ck_density, lastLength: Float
    ) -> [Float] {
        var random = LatentGenerator(seed: 4, stream: .shape)
        let count = samples * points
        var distances = random.uniforms(count, 0...0.02)
        for index in points..<count { distances[index] += distances[index - points] }
        let z = panels(distances, channels: samples, kernel)
        let density = panels(random.uniforms(count, -20...100), channels: samples, kernel)
        let draws = panels(random.uniforms(count, 0...1), channels: samples, kernel)
        let (weights, drawn) = (AlignedNumbers(count: count), AlignedNumbers(count: count))
        let room = AlignedNumbers(count: 2 * samples * kernel.lanes)
        for at in stride(from: 0, to: count, by: samples * kernel.lanes) {
            var description = ck_samples(
                samples: Int32(samples), distances: z.start + at,
                raw_density: density.start + at, noise: nil, density: kind,
                last_length: lastLength, last_takes_rest: true)
            kernel.functions.weights(&description, weights.start + at)
            kernel.functions.importance(
                Int32(samples), z.start + at, weights.start + at, Int32(samples),
                draws.start + at, room.start, drawn.start + at)
        }
        return values(weights, channels: samples, kernel)
            + values(drawn, channels: samples, kernel)
    }

    @Test(
        "all with a fused multiply-add give the same bits",
        .enabled(
            if: KernelUnderTest.fused.count > 1,
            "this processor runs one of them; `make kernels` compares it with the others"))
    func sameBits() throws {
        let first = try #require(KernelUnderTest.fused.first)
        for other in KernelUnderTest.fused.dropFirst() {
            for activation in [CK_LINEAR, CK_LEAKY_RELU, CK_SINE] {
                #expect(Self.layer(first, activation) == Self.layer(other, activation))
            }
            #expect(Self.vectors(first) == Self.vectors(other))
            #expect(Self.elementary(first) == Self.elementary(other))
            for (kind, length) in [(CK_RELU, Float(1e10)), (CK_SOFTPLUS, 0.02)] {
                #expect(
                    Self.rays(first, kind, lastLength: length)
                        == Self.rays(other, kind, lastLength: length))
            }
            #expect(Self.spheres(first) == Self.spheres(other))
        }
    }

    @Test("a peak counts the operations it makes", arguments: KernelUnderTest.all)
    func peaks(kernel: KernelUnderTest) {
        let functions = kernel.functions
        let products = Double(functions.rows) * Double(functions.lanes)
        #expect(functions.peak_float32(10) == 10 * 2 * products)
        #expect((functions.peak_bfloat16 != nil) == functions.pairs)
        if functions.pairs { #expect(functions.peak_bfloat16(10) == 10 * 4 * products) }
    }
}
