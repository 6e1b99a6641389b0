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
    private let sampling: HeadRenderer.Sampling
    private let device: Device
    private let receive: (RenderedPixels) -> Void
    private let next = Atomic(0)
    private let receiving = Mutex(())

    init(
        generator: StyledGenerator, camera: Camera, size: Int, runLength: Int,
        sampling: HeadRenderer.Sampling, device: Device,
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
            let rendered = generator.render(rays, draws: draws(run: run, rays: pixels.count))
            return RenderedPixels(rendered, pixels: pixels)
        }
    }

    /// Each run has a source of its own, so that no thread waits for another one's draws.
    private func draws(run: Int, rays: Int) -> SamplingDraws {
        guard case .jittered(let seed) = sampling else { return .deterministic }
        let camera = generator.camera
        return .random(
            from: RandomSource(seed: Self.mixed(seed, run), device: device), images: 1, rays: rays,
            samples: camera.samplesPerRay, finePass: camera.finePass, densityNoise: 0)
    }

    /// SplitMix64's output function: neighbouring seeds and runs get unrelated sources.
    private static func mixed(_ seed: UInt64, _ run: Int) -> UInt64 {
        var z = seed &+ UInt64(run + 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
