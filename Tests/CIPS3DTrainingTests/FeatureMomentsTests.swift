import CIPS3DTraining
import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("Moments of the photographs' features")
struct FeatureMomentsTests {
    private let seeded = SeededTensors(31)

    /// Pooled features of maps of two scales: `[B, 5, 4, 4]` and `[B, 3, 2, 2]`.
    private func features(_ images: Int, scale: Double = 1, shift: Double = 0) -> [Tensor] {
        FeatureMoments.pooled([
            scale * seeded.normal(images, 5, 4, 4) + shift,
            scale * seeded.normal(images, 3, 2, 2) + shift,
        ])
    }

    private func moments(after steps: Int) -> (FeatureMoments, ParameterStore) {
        let store = ParameterStore()
        let moments = FeatureMoments(channels: [5, 3], in: store.root["moments"])
        for _ in 0..<steps { moments.observe(features(16, scale: 2, shift: 1)) }
        return (moments, store)
    }

    @Test("they follow means and variances, are stored, and are not learned")
    func averages() throws {
        let (_, store) = moments(after: 200)
        #expect(store.learned.isEmpty)
        #expect(store.paths.count == 5)
        let mean = try #require(store["moments.0.mean"])
        let variance = try #require(store["moments.0.variance"])
        // Means of sixteen numbers of deviation 2, averaged over about ten batches of sixteen: 1 within
        // 4 · 0.5 / √160, and a variance of 4 / 16 within a quarter of it.
        expectClose(mean, Tensor.full(1, shape: [5]), absolute: 0.16)
        expectClose(variance, Tensor.full(0.25, shape: [5]), absolute: 0.07)
        #expect(try #require(store["moments.steps"]).item == 200)
    }

    @Test("batches like the photographs cost little, others more, and sameness most of all")
    func gap() {
        let (moments, _) = moments(after: 100)
        let alike = (0..<20).map { _ in moments.gap(features(16, scale: 2, shift: 1)).item }
        let shifted = moments.gap(features(16, scale: 2, shift: 3)).item
        let one = features(1, scale: 2, shift: 1).map { $0.repeated(16, 1) }
        // Unbiased in the means: what is left is the deviation's error, 1 / (2 · 15), for two scales.
        #expect(alike.reduce(0, +) / 20 < 0.2)
        // (3 - 1)² / 0.25 and more in each of two scales.
        #expect(shifted > 16)
        // A deviation of nothing costs 1 in each scale, beside the means' distance.
        #expect(moments.gap(one).item > 1)
    }

    @Test("the gap's gradient agrees with central differences")
    func gradient() {
        let store = ParameterStore(type: .float64)
        let moments = FeatureMoments(channels: [3], in: store.root)
        let x = seeded.normal(4, 3, 2, 2, type: .float64)
        expectGradient(at: x, absolute: 1e-7) { moments.gap(FeatureMoments.pooled([$0])) }
    }
}
