import CIPS3DModel
import HeadPictures
import Torch
import VolumeRendering

/// One picture as runs of rays that any thread may render, in any order.
///
/// Not checked by the compiler: threads share the generator's tensors, but only read them, which
/// libtorch allows.
struct PictureRuns: @unchecked Sendable {
    let generator: StyledGenerator
    let request: PictureRequest
    let device: Device
    private let pixels: [Int]?

    init(generator: StyledGenerator, request: PictureRequest, device: Device) {
        (self.generator, self.request, self.device) = (generator, request, device)
        pixels = request.rectangle.pixels(size: request.size)
    }

    /// Renders a run of the wanted pixels on the calling thread.
    func render(_ run: Range<Int>) -> RenderedPixels {
        withoutGradient {
            let pixels = pixels.map { Array($0[run]) } ?? Array(run)
            let rays = Rays(
                cameras: [request.camera], size: request.size, pixels: pixels, device: device)
            let rendered = generator.render(rays, draws: draws(of: pixels))
            return RenderedPixels(
                pixels: run, color: rendered.color.array(),
                auxiliary: rendered.auxiliary.array(), depth: rendered.depth.array(),
                opacity: rendered.opacity.array())
        }
    }

    private func draws(of pixels: [Int]) -> SamplingDraws {
        guard case .jittered(let seed) = request.placement else { return .deterministic }
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
