import GANMetrics
import Testing

@Suite("Kernel distance")
struct KernelDistanceTests {
    @Test("a subset of two images is the definition, computed by hand")
    func byHand() throws {
        let first = FeatureSet(values: [1, 0, 0, 1], featureCount: 2)
        let second = FeatureSet(values: [2, 0, 0, 0], featureCount: 2)
        // k = (x·y / 2 + 1)³: within the first 1, within the second 1; across (2, 1, 1, 1)³.
        let expected = 1.0 + 1 - 2 * (8.0 + 1 + 1 + 1) / 4
        #expect(abs(try KernelDistance(first, second, subsets: 3).value - expected) < 1e-12)
    }

    @Test("it is unbiased: about 0 for two samples of one distribution")
    func unbiased() throws {
        let distances = try (0..<20).map { seed in
            try KernelDistance(
                Gaussians.standard(100, features: 8, seed: 2 * seed),
                Gaussians.standard(100, features: 8, seed: 2 * seed + 1), subsets: 1
            ).value
        }
        let mean = distances.reduce(0, +) / 20
        let spread = (distances.reduce(0) { $0 + $1 * $1 } / 20).squareRoot()
        // The mean of 20 has a deviation of spread / √20; four of them.
        #expect(abs(mean) < 4 * spread / 20.0.squareRoot())
        #expect(distances.contains { $0 < 0 } && distances.contains { $0 > 0 })
    }

    @Test("it grows with the shift, and does not depend on the order where all images are used")
    func shifts() throws {
        let features = Gaussians.standard(200, features: 8)
        let other = Gaussians.standard(200, features: 8, seed: 9)
        let distances = try [0, 0.5, 1, 2].map {
            try KernelDistance(features, other.moved(by: $0), subsets: 2).value
        }
        #expect(distances == distances.sorted())
        let again = try KernelDistance(features.shuffled(seed: 3), other.moved(by: 1), subsets: 2)
        // Sums of 40,000 numbers in double precision.
        #expect(abs(again.value - distances[2]) < 1e-10)
        #expect(again.subsetSize == 200)
    }

    @Test("the same seed draws the same subsets of a larger set")
    func seeds() throws {
        let (first, second) = (
            Gaussians.standard(1_100, features: 4), Gaussians.standard(1_050, features: 4, seed: 2)
        )
        let distance = try KernelDistance(first, second, subsets: 3, seed: 5)
        #expect(try KernelDistance(first, second, subsets: 3, seed: 5) == distance)
        #expect(try KernelDistance(first, second, subsets: 3, seed: 6).value != distance.value)
        #expect(distance.subsetSize == 1_000 && distance.deviation > 0)
    }
}
