import GANMetrics
import ParallelWork
import Testing

@Suite("Precision and recall")
struct PrecisionRecallTests {
    /// Points on a line, one apart.
    private func line(_ places: [Float]) -> FeatureSet {
        FeatureSet(values: places.flatMap { [$0, 0] }, featureCount: 2)
    }

    @Test("points on a line: radii are those of the third neighbour, edges count")
    func byHand() throws {
        // Radii of 0, 1, 2, 3, 4: 3, 2, 2, 2, 3, so that the manifold is from -3 to 7.
        let real = line([0, 1, 2, 3, 4])
        let generated = line([-3, 7, 7.5, -3.25])
        let found = try PrecisionRecall(generated: generated, real: real)
        #expect(found.precision == 0.5)
        // Radii of the generated ones are over 10, from which all photographs are within.
        #expect(found.recall == 1)
    }

    @Test("a set lies in itself; two that are far apart do not touch")
    func extremes() throws {
        let features = Gaussians.standard(1_500, features: 6)
        let same = try PrecisionRecall(generated: features, real: features)
        #expect(
            same == (try PrecisionRecall(generated: features.shuffled(seed: 2), real: features)))
        #expect(same.precision == 1 && same.recall == 1)
        let apart = try PrecisionRecall(generated: features.moved(by: 50), real: features)
        #expect(apart.precision == 0 && apart.recall == 0)
    }

    @Test("a collapsed generator is precise and recalls little; a wild one the other way round")
    func collapse() throws {
        let zero = Array(repeating: 0.0, count: 4)
        let spread = { (deviation: Double) in Array(repeating: deviation, count: 4) }
        let real = Gaussians.features(600, mean: zero, deviation: spread(1))
        let narrow = Gaussians.features(600, mean: zero, deviation: spread(0.1), seed: 4)
        let wide = Gaussians.features(600, mean: zero, deviation: spread(4), seed: 5)
        let collapsed = try PrecisionRecall(generated: narrow, real: real)
        let wild = try PrecisionRecall(generated: wide, real: real)
        #expect(collapsed.precision > 0.95 && collapsed.recall < 0.1)
        #expect(wild.precision < 0.2 && wild.recall > 0.9)
    }

    @Test("it can be given up")
    func cancelled() {
        let features = Gaussians.standard(50, features: 2)
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: CancellationError.self) {
            try PrecisionRecall(generated: features, real: features, cancellation: cancellation)
        }
    }
}
