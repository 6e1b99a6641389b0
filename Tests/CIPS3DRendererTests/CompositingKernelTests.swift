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
        /// by the rounding of its argument, x exp(-x) 2⁻²³ < 0.5e-7, and by that of 1 - alpha.
        var tolerance: Double { 2.5e-7 * Double(count + 1) }

        func weights() -> AlignedNumbers {
            let weights = AlignedNumbers([Float](repeating: 777, count: count * kernel.lanes))
            var samples = ck_samples(
                samples: Int32(count), distances: distances.start, raw_density: rawDensity.start,
                noise: noise.map { UnsafePointer($0.start) }, last_takes_rest: lastTakesRest)
            kernel.functions.weights(&samples, weights.start)
            return weights
        }

        /// The same for a ray in double precision.
        func expected(lane: Int) -> [Double] {
            var (weights, passing): ([Double], Double) = ([], 1)
            for sample in 0..<count {
                let at = sample * kernel.lanes + lane
                let density = max(0, Double(rawDensity[at]) + Double(noise?[at] ?? 0))
                let delta =
                    sample + 1 < count
                    ? Double(distances[at + kernel.lanes]) - Double(distances[at]) : 1e10
                let alpha = 1 - exp(-delta * density)
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
            for variant in 0..<4 {
                samples.noise = variant.isMultiple(of: 2) ? nil : noise
                samples.lastTakesRest = variant >= 2
                compare(samples, "density \(density), variant \(variant)")
            }
        }
    }

    private func compare(_ samples: Samples, _ comment: Comment) {
        let weights = samples.weights()
        for lane in 0..<samples.kernel.lanes {
            let expected = samples.expected(lane: lane)
            var sum = 0.0
            for sample in 0..<samples.count {
                let weight = Double(weights[sample * samples.kernel.lanes + lane])
                #expect(abs(weight - expected[sample]) <= samples.tolerance, comment)
                sum += weight
            }
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
}
