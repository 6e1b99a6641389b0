import CIPS3DModel
import Testing
import Torch
import TorchTesting
import VolumeRendering

@Suite("Samples along rays")
struct RaySamplingTests {
    private let seeded = SeededTensors(71)
    private let rays = Rays(cameras: [Camera(CameraConfiguration())], size: 3)

    /// Evenly spaced distances from 1 to 2 with bins around each inner one.
    private func even(_ samples: Int, rays: Int = 1) -> Tensor {
        Tensor.linspace(1, 2, count: samples, type: .float64).reshaped(1, 1, samples)
            .expanded(1, rays, samples).contiguous()
    }

    @Test("stratified samples run from near to far with both ends")
    func stratified() {
        let t = RaySampling.stratified(rays, samples: 5, jitter: nil)
        #expect(t.shape == [1, 9, 5])
        expectClose(t.selected(1, 4), [0.88, 0.94, 1, 1.06, 1.12], absolute: 1e-6)
    }

    @Test("jitter moves samples by parts of their spacing and keeps their order")
    func jitter() {
        let jitter = seeded.uniform(1, 9, 5, in: -0.5...0.5)
        let t = RaySampling.stratified(rays, samples: 5, jitter: jitter)
        let plain = RaySampling.stratified(rays, samples: 5, jitter: nil)
        expectClose((t - plain) / 0.06, jitter, absolute: 1e-4)
        let steps = t.narrowed(2, 1..<5) - t.narrowed(2, 0..<4)
        #expect(steps.minimum().item >= -1e-6)
    }

    @Test("importance samples lie between the first and the last midpoint")
    func range() {
        let t = even(10, rays: 50)
        let weights = seeded.uniform(1, 50, 10, type: .float64)
        let fine = RaySampling.importance(
            t, weights: weights, draws: seeded.uniform(1, 50, 40, type: .float64))
        #expect(fine.shape == [1, 50, 40])
        #expect(fine.minimum().item >= 1 + 0.5 / 9 - 1e-12)
        #expect(fine.maximum().item <= 2 - 0.5 / 9 + 1e-12)
        // The ends themselves.
        let ends = RaySampling.importance(
            t.narrowed(1, 0..<1), weights: weights.narrowed(1, 0..<1),
            draws: Tensor([0.0, 1], shape: [1, 1, 2]))
        expectClose(ends, [1 + 0.5 / 9, 2 - 0.5 / 9], absolute: 1e-9)
    }

    @Test("importance samples gather where the weight is")
    func concentration() {
        let t = even(11)
        let weights = t.zerosLike().replacing(
            Tensor([Int64(3)], shape: [1]), axis: 2,
            with: Tensor.full(1, shape: [1, 1, 1], type: .float64))
        let fine = RaySampling.importance(
            t, weights: weights, draws: seeded.uniform(1, 1, 2000, type: .float64))
        let inside = (fine .>= 1.25) .& (fine .<= 1.35)
        // All but 8 bins of 2e-5 each: 0.3 of 2000 draws.
        #expect(inside.converted(to: .float64).sum().item >= 1990)
    }

    @Test("even weights give even samples, and two to one gives two to one")
    func inversion() {
        // Four samples, bins 7/6...9/6...11/6, weights 2 : 1.
        let t = even(4)
        let draws = Tensor([0.25, 0.5, 0.75], shape: [1, 1, 3])
        let level = RaySampling.importance(t, weights: t.onesLike(), draws: draws)
        expectClose(level, [8.0 / 6, 9.0 / 6, 10.0 / 6], absolute: 1e-9)
        let steep = RaySampling.importance(
            t, weights: Tensor([9.0, 2, 1, 9], shape: [1, 1, 4]), draws: draws)
        // The inverse of the cumulative 0, 2/3, 1; 2e-5 beside 2 and 1 moves them by 1e-5.
        expectClose(
            steep, [7.0 / 6 + 0.125, 7.0 / 6 + 0.25, 9.0 / 6 + 0.25 / 3], absolute: 2e-5)
    }

    @Test("draws of a deterministic picture lie in the middles of equal parts")
    func evenDraws() {
        let draws = RaySampling.evenDraws(like: Tensor.zeros([2, 3, 4]))
        #expect(draws.shape == [2, 3, 4])
        expectClose(draws.selected(0, 1).selected(0, 2), [0.125, 0.375, 0.625, 0.875])
        expectClose(draws, RaySampling.evenDraws(like: Tensor.zeros([2, 3, 4])))
    }

    @Test("training draws have their shapes and ranges, and none that are not asked for")
    func trainingDraws() {
        let make = { (finePass: Bool, noise: Double) in
            SamplingDraws.random(
                from: RandomSource(seed: 1), images: 2, rays: 30, samples: 5, finePass: finePass,
                densityNoise: noise)
        }
        let all = make(true, 2)
        #expect(all.jitter?.shape == [2, 30, 5])
        #expect(all.importance?.shape == [2, 30, 5])
        #expect(all.coarseNoise?.shape == [2, 30, 5])
        #expect(all.fineNoise?.shape == [2, 30, 10])
        if let jitter = all.jitter, let noise = all.fineNoise {
            #expect(abs(jitter).maximum().item <= 0.5)
            #expect(jitter.minimum().item < -0.4)
            // 600 draws: the deviation errs by 3 % (one sigma).
            #expect(Swift.abs(noise.variance().item.squareRoot() - 2) < 0.3)
        }
        let coarse = make(false, 0)
        #expect(coarse.importance == nil && coarse.fineNoise == nil && coarse.coarseNoise == nil)
        #expect(make(false, 1).fineNoise == nil)
    }

    @Test("draws are taken, narrowed and split by images together")
    func someDraws() throws {
        let all = SamplingDraws.random(
            from: RandomSource(seed: 1), images: 3, rays: 6, samples: 4, finePass: true,
            densityNoise: 1)
        let indices = Tensor([5, 0] as [Int64], shape: [2])
        let noise = try #require(all.fineNoise)
        expectClose(
            try #require(all.taking(indices).fineNoise), noise.taking(indices, axis: 1))
        expectClose(try #require(all.narrowed(2..<5).fineNoise), noise.narrowed(1, 2..<5))
        expectClose(try #require(all.ofImages(1..<2).fineNoise), noise.narrowed(0, 1..<2))
        #expect(all.taking(indices).jitter?.shape == [3, 2, 4])
        #expect(SamplingDraws.deterministic.taking(indices).jitter == nil)
    }
}
