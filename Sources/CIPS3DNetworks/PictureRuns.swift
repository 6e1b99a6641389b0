import CIPS3DModel
import Torch
import VolumeRendering

/// One picture as runs of rays that any thread may render, in any order.
///
/// Not checked by the compiler: threads share the generator's tensors, but only read them, which
/// libtorch allows.
struct PictureRuns: @unchecked Sendable {
    let generator: StyledGenerator
    let camera: Camera
    let size: Int
    let sampling: SamplePlacement
    let device: Device

    /// Renders a run of pixels on the calling thread.
    func render(_ pixels: Range<Int>) -> RenderedPixels {
        withoutGradient {
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
