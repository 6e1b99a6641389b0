import GANMetrics
import Testing
import Torch

@Suite("Fréchet distance")
struct FrechetDistanceTests {
    /// A Gaussian with a given covariance.
    private func gaussian(_ mean: [Double], _ covariance: [Double]) -> GaussianStatistics {
        GaussianStatistics(
            mean: Tensor(mean, shape: [mean.count]),
            covariance: Tensor(covariance, shape: [mean.count, mean.count]), count: 1_000)
    }

    @Test("independent features have the closed form Σ (μ₁ - μ₂)² + (σ₁ - σ₂)²")
    func independent() {
        let first = gaussian([1, -2, 0.5], [4, 0, 0, 0, 9, 0, 0, 0, 0.25])
        let second = gaussian([0, 1, 0.5], [1, 0, 0, 0, 16, 0, 0, 0, 0.25])
        // (2 - 1)² + (3 - 4)² + 0 + 1 + 9, in double precision.
        #expect(abs(FrechetDistance(first, second).value - 12) < 1e-12)
    }

    @Test("covariances that share no axes have the trace of a root that is known")
    func rotated() {
        // C₁ = diag(1, 4); C₂ has eigenvalues 1 and 4 along the diagonals: [[2.5, 1.5], [1.5, 2.5]].
        let first = gaussian([0, 0], [1, 0, 0, 4])
        let second = gaussian([0, 0], [2.5, 1.5, 1.5, 2.5])
        // tr √M of a 2 x 2 matrix is √(tr M + 2 √det M): tr C₁C₂ = 12.5, det = 16.
        let expected = 5 + 5 - 2 * (12.5 + 2 * 4).squareRoot()
        #expect(abs(FrechetDistance(first, second).value - expected) < 1e-12)
        #expect(abs(FrechetDistance(second, first).value - expected) < 1e-12)
    }

    @Test("a singular covariance has a distance, and says so")
    func singular() {
        let first = gaussian([0, 0], [1, 0, 0, 0])
        let second = gaussian([0, 0], [0, 0, 0, 4])
        #expect(abs(FrechetDistance(first, second).value - 5) < 1e-12)
        let few = Gaussians.standard(16, features: 16)
        #expect(FrechetDistance(few, few).isSingular)
        let enough = Gaussians.standard(17, features: 16)
        #expect(!FrechetDistance(enough, enough).isSingular)
        // Images in disjoint corners of the features: all that is apart is there.
        #expect(FrechetDistance(few, few.moved(by: 1)).value > 15.9)
    }

    @Test("a set has no distance to itself in any order, and a shift by d the distance F d²")
    func shifts() {
        let features = Gaussians.standard(400, features: 24)
        // Of traces of 24 in double precision.
        #expect(FrechetDistance(features, features).value < 1e-9)
        #expect(FrechetDistance(features, features.shuffled(seed: 5)).value < 1e-9)
        // Features are rounded to single precision after the shift.
        #expect(abs(FrechetDistance(features, features.moved(by: 2)).value - 96) < 1e-3)
    }

    @Test("samples of known Gaussians come near the closed form, and nearer with more of them")
    func samples() {
        let (zero, one) = (Array(repeating: 0.0, count: 8), Array(repeating: 1.0, count: 8))
        let wide = Array(repeating: 2.0, count: 8)
        let error = { (count: Int) -> Double in
            let distance = FrechetDistance(
                Gaussians.features(count, mean: zero, deviation: one, seed: 1),
                Gaussians.features(count, mean: one, deviation: wide, seed: 2))
            return abs(distance.value - 16)
        }
        // 8 (1 + 1) = 16; the deviation of the estimate at 20,000 images is about 0.1.
        #expect(error(20_000) < 0.5)
        #expect(error(20_000) < error(50))
    }

    @Test("mean and covariance are those of the definition, over many runs of images")
    func statistics() {
        // 3 and 5 of two features, and a second feature that is twice the first.
        let features = FeatureSet(values: [3, 6, 5, 10], featureCount: 2)
        let statistics = GaussianStatistics(of: features)
        #expect(statistics.mean.array(of: Double.self) == [4, 8])
        #expect(statistics.covariance.array(of: Double.self) == [2, 4, 4, 8])
        #expect(statistics.isSingular)
        // 10,000 images are three runs.
        let many = GaussianStatistics(of: Gaussians.standard(10_000, features: 3))
        let diagonal = [0, 4, 8].map { many.covariance.array(of: Double.self)[$0] }
        // The deviation of a variance of 10,000 images is 0.014.
        #expect(diagonal.allSatisfy { abs($0 - 1) < 0.07 })
    }
}
