import CIPS3DModel
import Synchronization
import Torch
import VolumeRendering

/// One picture as runs of rays that any thread may render, in any order.
///
/// Not checked by the compiler: threads share the generator's tensors, but only read them, which
/// libtorch allows; `receive` is called under a lock.
final class PictureRuns: @unchecked Sendable {
    private let generator: StyledGenerator
    private let camera: Camera
    private let size: Int
    private let runLength: Int
    private let sampling: SamplePlacement
    private let device: Device
    private let receive: (RenderedPixels) -> Void
    private let next = Atomic(0)
    private let receiving = Mutex(())

    init(
        generator: StyledGenerator, camera: Camera, size: Int, runLength: Int,
        sampling: SamplePlacement, device: Device,
        receive: @escaping (RenderedPixels) -> Void
    ) {
        (self.generator, self.camera, self.size) = (generator, camera, size)
        (self.runLength, self.sampling, self.device) = (runLength, sampling, device)
        self.receive = receive
    }

    /// How many runs the picture has; the last may be shorter.
    var runCount: Int { (size * size + runLength - 1) / runLength }

    /// Renders runs that no other thread has taken, until none is left.
    func renderRemaining() {
        while true {
            let run = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard run < runCount else { return }
            let pixels = render(run)
            receiving.withLock { _ in receive(pixels) }
        }
    }

    private func render(_ run: Int) -> RenderedPixels {
        let pixels = run * runLength..<min((run + 1) * runLength, size * size)
        return withoutGradient {
            let rays = Rays(cameras: [camera], size: size, pixels: pixels, device: device)
            let rendered = generator.render(rays, draws: draws(of: pixels))
            return RenderedPixels(
                pixels: pixels, color: rendered.color.array(),
                auxiliary: rendered.auxiliary.array(), depth: rendered.depth.array(),
                opacity: rendered.opacity.array())
        }
    }

    private func draws(of pixels: Range<Int>) -> SamplingDraws {
        guard case .jittered(let seed) = sampling else { return .deterministic }
        let (samples, finePass) = (generator.camera.samplesPerRay, generator.camera.finePass)
        var (jitter, importance): ([Float], [Float]) = ([], [])
        for pixel in pixels {
            var draws = PixelDraws(seed: seed, pixel: pixel)
            for _ in 0..<samples { jitter.append(draws.nextUniform() - 0.5) }
            for _ in 0..<(finePass ? samples : 0) { importance.append(draws.nextUniform()) }
        }
        let shape = [1, pixels.count, samples]
        return SamplingDraws(
            jitter: Tensor(jitter, shape: shape, device: device),
            importance: finePass ? Tensor(importance, shape: shape, device: device) : nil)
    }
}
