import CIPS3DModel
import Testing
import Torch
import TorchTesting
import VolumeRendering

@Suite("Compositing of solid fields")
struct SolidCompositingTests {
    private let seeded = SeededTensors(62)
    private let solid = Compositing(activation: .softplus, lastInterval: .spacing)

    /// Sorted distances along 30 rays of 2 images.
    private func distances(_ samples: Int) -> Tensor {
        seeded.uniform(2, 30, samples, in: 0.8...1.2, type: .float64).sorted(axis: 2).values
    }

    @Test("softplus weights by hand")
    func softplus() {
        // log(1 + exp x) is ln 2 at 0 and ln 4 at ln 3: over a length of 1 a half and a quarter of
        // the light pass.
        let raw = Tensor([0, 1.09861228866810969140, 0], shape: [1, 1, 3])
        let t = Tensor([1.0, 2, 3], shape: [1, 1, 3])
        // The last sample stands for everything behind it: it takes the eighth that is left.
        let endless = Compositing(activation: .softplus).weights(raw, at: t, spacing: 2)
        expectClose(endless, [0.5, 0.375, 0.125], absolute: 1e-9)
        // Or for an interval of 2, which a quarter of it passes. 1e-10 for each sample.
        expectClose(solid.weights(raw, at: t, spacing: 2), [0.5, 0.375, 0.09375], absolute: 1e-9)
    }

    @Test("the last interval of a published density by hand")
    func lastInterval() {
        // Spacing 0.5 and densities ln 2 · 2: each sample stops half of the light.
        let density = 2 * 0.69314718055994530942
        let raw = Tensor([density, -3, density, density], shape: [1, 1, 4])
        let t = Tensor([1.0, 1.5, 2, 2.5], shape: [1, 1, 4])
        let weights = Compositing(lastInterval: .spacing).weights(raw, at: t, spacing: 0.5)
        expectClose(weights, [0.5, 0, 0.25, 0.125], absolute: 1e-9)
        #expect(weights.sum().item < 0.9)
    }

    @Test("each image has its own spacing")
    func spacings() {
        let raw = Tensor([Double](repeating: 0, count: 4), shape: [2, 1, 2])
        let t = Tensor([1.0, 1, 1, 1], shape: [2, 1, 2])
        let weights = solid.weights(
            rawDensity: raw, distances: t, spacing: Tensor([1.0, 2], shape: [2, 1, 1]), noise: nil)
        // Nothing before the last sample; then a length of 1 and one of 2, at ln 2.
        expectClose(weights, [0, 0.5, 0, 0.75], absolute: 1e-9)
    }

    @Test("noise is added before the softplus")
    func noise() {
        let raw = Tensor([-7.0, 2, 5], shape: [1, 1, 3])
        let t = Tensor([1.0, 1.5, 2], shape: [1, 1, 3])
        let noise = Tensor([7.0, -3, -6], shape: [1, 1, 3])
        expectClose(
            solid.weights(raw, at: t, noise: noise),
            solid.weights(raw + noise, at: t))
    }

    @Test("weights are at least zero and sum to at most one")
    func weightsAreShares() {
        for scale in [0.1, 10, 1000] {
            let weights = solid.weights(
                scale * seeded.normal(2, 30, 8, type: .float64), at: distances(8))
            #expect(weights.minimum().item >= 0)
            // 1e-10 for each sample.
            #expect(weights.sum(-1).maximum().item <= 1 + 1e-9)
        }
    }

    @Test("the last background takes what the last interval leaves")
    func lastBackground() {
        let raw = seeded.normal(2, 30, 8, type: .float64)
        let t = distances(8)
        let closed = Compositing(
            activation: .softplus, lastInterval: .spacing, background: .last)
        expectClose(
            closed.weights(raw, at: t).sum(-1),
            Tensor.full(1, shape: [2, 30], type: .float64), absolute: 1e-12)
        #expect(closed.withoutBackground == solid)
        #expect(solid.weights(raw, at: t).sum(-1).maximum().item < 0.9)
    }

    @Test("where nothing is, a softplus has a gradient and a relu has none")
    func gradientOfNothing() {
        let t = distances(5)
        let slopes = [Compositing(lastInterval: .spacing), solid].map { compositing in
            let raw = Tensor.full(-8, shape: [2, 30, 5], type: .float64).requiringGradient()
            return gradients(
                of: [compositing.weights(raw, at: t).sum()], withRespectTo: [raw])[0]
        }
        #expect(slopes[0].map { abs($0).maximum().item } == 0)
        #expect(slopes[1].map { $0.minimum().item > 0 } == true)
    }

    @Test(
        "gradients agree with central differences",
        arguments: [CameraConfiguration.Background.none, .last, .white])
    func gradient(_ background: CameraConfiguration.Background) {
        let compositing = Compositing(
            activation: .softplus, lastInterval: .spacing, background: background)
        let t = distances(5)
        let raw = 3 * seeded.normal(2, 30, 5, type: .float64)
        let noise = seeded.normal(2, 30, 5, type: .float64)
        let features = seeded.normal(2, 30, 5, 3, type: .float64)
        let cotangent = seeded.normal(2, 30, 3, type: .float64)
        let composited = { (raw: Tensor, features: Tensor) in
            let weights = compositing.weights(raw, at: t, spacing: 0.3, noise: noise)
            let color = compositing.features(features, weights)
            return (color * cotangent).sum() + Compositing.depth(t, weights: weights).sum()
        }
        // Smooth throughout, with derivatives of the order of one.
        expectGradient(at: raw, absolute: 1e-7) { composited($0, features) }
        expectGradient(at: features, absolute: 1e-7) { composited(raw, $0) }
    }

    @Test("a generator's sizes say how its rays are composited")
    func ofGenerator() {
        var camera = CameraConfiguration()
        camera.background = .white
        var generator = GeneratorConfiguration()
        #expect(
            Compositing(generator, camera: camera)
                == Compositing(activation: .relu, lastInterval: .endless, background: .white))
        generator.nerf.density = .solid
        #expect(
            Compositing(generator, camera: camera)
                == Compositing(activation: .softplus, lastInterval: .endless, background: .white))
        generator.background.width = 64
        let compositing = Compositing(generator, camera: camera)
        #expect(
            compositing
                == Compositing(activation: .softplus, lastInterval: .spacing, background: .white))
        #expect(compositing.withoutBackground == solid)
    }
}
