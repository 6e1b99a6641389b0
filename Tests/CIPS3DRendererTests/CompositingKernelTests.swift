import CIPS3DModel
import CKernels
import Foundation
import Testing

@Suite("Weights of the samples of a ray")
struct CompositingKernelTests {
    /// Samples of a panel's rays, `[samples][lanes]` each.
    private struct Samples {
        let kernel: KernelUnderTest
        let count: Int
        let distances: AlignedNumbers
        var rawDensity: AlignedNumbers
        var noise: AlignedNumbers?
        var kind = CK_RELU
        var lastLength: Float = 1e10
        var lastTakesRest = false

        /// Sorted distances, nothing there.
        init(_ kernel: KernelUnderTest, count: Int) {
            var random = LatentGenerator(seed: UInt64(count), stream: .shape)
            (self.kernel, self.count) = (kernel, count)
            rawDensity = AlignedNumbers(count: count * kernel.lanes)
            let jitter = random.uniforms(count * kernel.lanes, 0...0.9)
            distances = AlignedNumbers(
                jitter.indices.map {
                    0.9 + 0.2 * (Float($0 / kernel.lanes) + jitter[$0]) / Float(count)
                })
        }

        /// For each sample before it an opacity that is off by the error of the exponential, 1e-7,
        /// by the rounding of its argument, x exp(-x) 2⁻²³ < 0.5e-7, and by that of 1 - alpha; a
        /// softplus moves the argument by x exp(-x) 3e-7 < 1.2e-7 more.
        var tolerance: Double { (kind == CK_SOFTPLUS ? 3.7e-7 : 2.5e-7) * Double(count + 1) }

        func weights() -> AlignedNumbers {
            let weights = AlignedNumbers([Float](repeating: 777, count: count * kernel.lanes))
            var samples = ck_samples(
                samples: Int32(count), distances: distances.start, raw_density: rawDensity.start,
                noise: noise.map { UnsafePointer($0.start) }, density: kind,
                last_length: lastLength, last_takes_rest: lastTakesRest)
            kernel.functions.weights(&samples, weights.start)
            return weights
        }

        /// The density of a sample; noise is added in single precision, as the kernel does it.
        private func density(_ at: Int) -> Double {
            let raw = Double(rawDensity[at] + (noise?[at] ?? 0))
            // Beyond 40 the 1 is below the last place.
            return kind == CK_RELU ? max(0, raw) : raw > 40 ? raw : log1p(exp(raw))
        }

        /// The same for a ray in double precision.
        func expected(lane: Int) -> [Double] {
            var (weights, passing): ([Double], Double) = ([], 1)
            for sample in 0..<count {
                let at = sample * kernel.lanes + lane
                let delta =
                    sample + 1 < count
                    ? Double(distances[at + kernel.lanes]) - Double(distances[at])
                    : Double(lastLength)
                let alpha = 1 - exp(-delta * density(at))
                weights.append(alpha * passing)
                passing *= 1 - alpha + 1e-10
            }
            if lastTakesRest { weights[count - 1] += 1 - weights.reduce(0, +) }
            return weights
        }
    }

    @Test(
        "weights are as in double precision, and sum to at most one",
        arguments: KernelUnderTest.all, [1, 2, 3, 12, 24, 48])
    func doublePrecision(kernel: KernelUnderTest, count: Int) {
        var random = LatentGenerator(seed: 9, stream: .shape)
        var samples = Samples(kernel, count: count)
        let noise = AlignedNumbers(random.uniforms(count * kernel.lanes, -20...20))
        // Thin, ordinary, dense, impenetrable.
        for density: Float in [1e-3, 100, 1e4, 1e30] {
            samples.rawDensity = AlignedNumbers(
                random.uniforms(count * kernel.lanes, -density / 2...density))
            for variant in 0..<16 {
                samples.noise = variant & 1 == 0 ? nil : noise
                samples.lastTakesRest = variant & 2 != 0
                samples.kind = variant & 4 == 0 ? CK_RELU : CK_SOFTPLUS
                // Everything behind the last sample, or one interval.
                samples.lastLength = variant & 8 == 0 ? 1e10 : 0.02
                compare(samples, "density \(density), variant \(variant)")
            }
        }
    }

    private func compare(_ samples: Samples, _ comment: Comment) {
        let weights = samples.weights()
        for lane in 0..<samples.kernel.lanes {
            let ray = (0..<samples.count).map {
                Double(weights[$0 * samples.kernel.lanes + lane])
            }
            let errors = zip(ray, samples.expected(lane: lane)).map { abs($0 - $1) }
            #expect(errors.allSatisfy { $0 <= samples.tolerance }, comment)
            let sum = ray.reduce(0, +)
            #expect(sum <= 1 + samples.tolerance, comment)
            #expect(!samples.lastTakesRest || abs(sum - 1) <= samples.tolerance, comment)
        }
    }

    @Test("where nothing is there is no weight, to the bit", arguments: KernelUnderTest.all)
    func empty(kernel: KernelUnderTest) {
        var samples = Samples(kernel, count: 12)
        #expect(samples.weights().values.allSatisfy { $0 == 0 })
        samples.rawDensity = AlignedNumbers([Float](repeating: -1e30, count: 12 * kernel.lanes))
        #expect(samples.weights().values.allSatisfy { $0 == 0 })
    }

    @Test(
        "one dense interval takes all", arguments: KernelUnderTest.all, [0, 5, 11])
    func dense(kernel: KernelUnderTest, interval: Int) {
        let samples = Samples(kernel, count: 12)
        (samples.rawDensity.start + interval * kernel.lanes)
            .update(repeating: 1e9, count: kernel.lanes)
        for (index, weight) in samples.weights().values.enumerated() {
            let expected = index / kernel.lanes == interval ? 1.0 : 0
            #expect(abs(Double(weight) - expected) <= 2 * KernelUnderTest.rounding)
        }
    }

    @Test("a ray whose density is not a number has such weights", arguments: KernelUnderTest.all)
    func notANumber(kernel: KernelUnderTest) {
        for kind in [CK_RELU, CK_SOFTPLUS] {
            var samples = Samples(kernel, count: 12)
            samples.kind = kind
            samples.rawDensity[5 * kernel.lanes + 1] = .nan
            for (index, weight) in samples.weights().values.enumerated() {
                let isBehind = index % kernel.lanes == 1 && index / kernel.lanes >= 5
                #expect(weight.isNaN == isBehind)
            }
        }
    }

    @Test("one interval behind the last sample lets light through", arguments: KernelUnderTest.all)
    func lastLength(kernel: KernelUnderTest) {
        var samples = Samples(kernel, count: 1)
        samples.kind = CK_SOFTPLUS
        // A softplus of ln 2 over a length of 0.5: 1 - exp(-ln 2 / 2).
        samples.lastLength = 0.5
        for weight in samples.weights().values {
            #expect(abs(Double(weight) - 0.29289321881345248) <= samples.tolerance)
        }
        samples.lastLength = 1e10
        for weight in samples.weights().values { #expect(weight == 1) }
    }
}
