import CIPS3DModel
import Testing
import Torch
import TorchTesting
import VolumeRendering

@Suite("Compositing")
struct CompositingTests {
    private let seeded = SeededTensors(61)

    /// Sorted distances along 30 rays of 2 images.
    private func distances(_ samples: Int = 8, type: ScalarType = .float32) -> Tensor {
        seeded.uniform(2, 30, samples, in: 0.8...1.2, type: type).sorted(axis: 2).values
    }

    @Test("weights are at least zero and sum to at most one")
    func weightsAreShares() {
        for scale in [0.1, 10, 1000] {
            let weights = Compositing().weights(
                scale * seeded.normal(2, 30, 8), at: distances(), noise: seeded.normal(2, 30, 8))
            #expect(weights.shape == [2, 30, 8])
            #expect(weights.minimum().item >= 0)
            // 1e-10 for each sample lets the sum pass one by less than rounding does.
            #expect(weights.sum(-1).maximum().item <= 1 + 1e-6)
        }
    }

    @Test("weights by hand")
    func byHand() {
        // Spacing 0.5 and densities ln 2 · 2: each sample stops half of the light.
        let density = 2 * 0.69314718055994530942
        let weights = Compositing().weights(
            Tensor([density, -3, density, density], shape: [1, 1, 4]),
            at: Tensor([1.0, 1.5, 2, 2.5], shape: [1, 1, 4]))
        // The last one is open and takes the rest.
        expectClose(weights, [0.5, 0, 0.25, 0.25], absolute: 1e-9)
    }

    @Test("noise is added before negative densities are cut off")
    func noise() {
        let t = Tensor([1.0, 1.5, 2], shape: [1, 1, 3])
        let raw = Tensor([-2.0, -2, -2], shape: [1, 1, 3])
        let noise = Tensor([0.0, 5, 0], shape: [1, 1, 3])
        let weights = Compositing().weights(raw, at: t, noise: noise)
        // 1 - exp(-0.5 · 3)
        expectClose(weights, [0, 0.7768698398515702, 0], absolute: 1e-9)
    }

    @Test("one dense interval takes all the weight")
    func denseInterval() {
        let dense = Tensor.zeros([1, 1, 6]).replacing(
            Tensor([Int64(2)], shape: [1]), axis: 2, with: Tensor.full(1e6, shape: [1, 1, 1]))
        let t = Tensor.linspace(0.9, 1.1, count: 6).reshaped(1, 1, 6)
        let weights = Compositing().weights(dense, at: t)
        expectClose(weights, [0, 0, 1, 0, 0, 0], absolute: 1e-6)
        expectClose(Compositing.depth(t, weights: weights), [0.98], absolute: 1e-6)
        let features = seeded.normal(1, 1, 6, 4)
        expectClose(
            Compositing().features(features, weights), features.selected(2, 2), absolute: 1e-5)
    }

    @Test("an empty ray has no weight, no feature and depth zero")
    func emptyRay() {
        let weights = Compositing().weights(
            Tensor.full(-1, shape: [2, 30, 8]), at: distances())
        expectClose(weights, weights.zerosLike())
        expectClose(
            Compositing().features(seeded.normal(2, 30, 8, 3), weights), Tensor.zeros([2, 30, 3]))
        expectClose(Compositing.depth(distances(), weights: weights), Tensor.zeros([2, 30]))
    }

    @Test("the last background makes weights sum to one")
    func lastBackground() {
        let raw = seeded.normal(2, 30, 8)
        let t = distances()
        let open = Compositing().weights(raw, at: t)
        let closed = Compositing(background: .last).weights(raw, at: t)
        expectClose(closed.sum(-1), Tensor.full(1, shape: [2, 30]), absolute: 1e-6)
        expectClose(closed.narrowed(2, 0..<7), open.narrowed(2, 0..<7))
        // It would prove nothing if every ray were opaque before.
        #expect(open.sum(-1).minimum().item < 0.9)
    }

    @Test("the white background fills every channel with the rest of the weight")
    func whiteBackground() {
        let weights = Tensor([0.25, 0.5] as [Float], shape: [1, 1, 2])
        let features = Tensor([1, 2, 3, 10, 20, 30] as [Float], shape: [1, 1, 2, 3])
        let plain = Compositing().features(features, weights)
        expectClose(plain, [5.25, 10.5, 15.75])
        expectClose(Compositing(background: .white).features(features, weights), [5.5, 10.75, 16])
        expectClose(Compositing(background: .last).features(features, weights), plain)
    }

    @Test("gradients agree with central differences", arguments: [false, true])
    func gradient(_ isClosed: Bool) {
        let t = distances(5, type: .float64)
        let raw = 5 * seeded.normal(2, 30, 5, type: .float64)
        let features = seeded.normal(2, 30, 5, 3, type: .float64)
        let cotangent = seeded.normal(2, 30, 3, type: .float64)
        let compositing = Compositing(background: isClosed ? .last : .white)
        let composited = { (raw: Tensor, features: Tensor) in
            let weights = compositing.weights(raw, at: t)
            let color = compositing.features(features, weights)
            return (color * cotangent).sum() + Compositing.depth(t, weights: weights).sum()
        }
        // The last interval is 1e10 long: an empty or a full step, away from zero its slope is 0.
        expectGradient(at: raw, absolute: 1e-7) { composited($0, features) }
        expectGradient(at: features, absolute: 1e-7) { composited(raw, $0) }
    }
}

extension Compositing {
    /// The weights of rays whose stratified samples are all equally far apart.
    func weights(
        _ raw: Tensor, at distances: Tensor, spacing: Double = 0.05, noise: Tensor? = nil
    ) -> Tensor {
        weights(
            rawDensity: raw, distances: distances,
            spacing: Tensor.full(
                spacing, shape: [distances.size(0), 1, 1], type: distances.type),
            noise: noise)
    }

    /// The features of rays that stop as much as their weights sum to.
    func features(_ features: Tensor, _ weights: Tensor) -> Tensor {
        self.features(features, weights: weights, opacity: weights.sum(-1))
    }
}
