import CIPS3DModel
import CIPS3DNetworks
import Testing
import Torch
import TorchTesting

@Suite("Pixels")
struct PixelIndependenceTests {
    private let seeded = SeededTensors(31)

    @Test(
        "some pixels rendered alone are those of the whole image", arguments: [false, true],
        [false, true])
    func subsets(_ finePass: Bool, _ isSolid: Bool) {
        let small = SmallGenerator(size: 5, finePass: finePass, isSolid: isSolid)
        let pixels = seeded.indices(7, below: 25)
        let whole = small.generator.render(small.rays, styles: small.styles, draws: small.draws)
        let some = small.generator.render(
            small.rays.taking(pixels), styles: small.styles, draws: small.draws.taking(pixels))
        // Products over fewer rows may add up in another order.
        expectClose(some.color, whole.color.taking(pixels, axis: 1), absolute: 2e-6)
        expectClose(some.auxiliary, whole.auxiliary.taking(pixels, axis: 1), absolute: 2e-6)
        expectClose(some.depth, whole.depth.taking(pixels, axis: 1), absolute: 2e-6)
        expectClose(some.opacity, whole.opacity.taking(pixels, axis: 1), absolute: 2e-6)
    }

    @Test("runs of rays joined are the whole image")
    func runs() {
        let small = SmallGenerator()
        let parts = [0..<3, 3..<10, 10..<16].map { range in
            small.generator.render(
                small.rays.narrowed(range), styles: small.styles,
                draws: small.draws.narrowed(range))
        }
        let joined = RenderedRays.joined(parts)
        let whole = small.generator.render(small.rays, styles: small.styles, draws: small.draws)
        expectClose(joined.color, whole.color, absolute: 2e-6)
        expectClose(joined.depth, whole.depth, absolute: 2e-6)
        expectClose(joined.opacity, whole.opacity, absolute: 2e-6)
    }

    @Test(
        "a partial gradient is the gradient of the whole image at those pixels",
        arguments: [false, true])
    func partialGradient(_ isSolid: Bool) {
        let small = SmallGenerator(isSolid: isSolid)
        let pixels = seeded.indices(5, below: 16)
        let weights = seeded.normal(2, 16, 3)
        let mask = weights.zerosLike().replacing(
            pixels, axis: 1, with: weights.taking(pixels, axis: 1))
        let partial = small.generator.render(
            small.rays, styles: small.styles, draws: small.draws, gradientPixels: pixels)
        let whole = small.generator.render(small.rays, styles: small.styles, draws: small.draws)
        expectClose(partial.color, whole.color, absolute: 2e-6)
        expectClose(partial.auxiliary, whole.auxiliary, absolute: 2e-6)
        expectClose(partial.depth, whole.depth, absolute: 2e-6)
        expectClose(partial.opacity, whole.opacity, absolute: 2e-6)
        let mine = small.gradientsOfColor(partial, weights: weights)
        let expected = small.gradientsOfColor(whole, weights: mask)
        #expect(mine.count > 30)
        #expect(mine.keys.sorted() == expected.keys.sorted())
        for (path, slope) in mine {
            guard let other = expected[path] else { continue }
            // Sums over all pixels in another order, in single precision.
            expectClose(slope, other, absolute: 1e-4 * max(abs(other).maximum().item, 1e-2))
        }
    }

    @Test("all pixels carrying gradient, in any order, is the whole image")
    func allPixels() {
        let small = SmallGenerator()
        let rendered = small.generator.render(
            small.rays, styles: small.styles, draws: small.draws,
            gradientPixels: seeded.indices(16, below: 16))
        let whole = small.generator.render(small.rays, styles: small.styles, draws: small.draws)
        expectClose(rendered.color, whole.color, absolute: 2e-6)
        expectClose(rendered.depth, whole.depth, absolute: 2e-6)
        expectClose(rendered.opacity, whole.opacity, absolute: 2e-6)
    }

    @Test("one image of a batch is the same alone")
    func imagesAreIndependent() {
        let small = SmallGenerator()
        let whole = small.generator.render(small.rays, styles: small.styles, draws: small.draws)
        let camera = Camera(small.generator.camera, pitch: .degrees(-9))
        let alone = small.generator.render(
            .init(cameras: [camera], size: 4), styles: small.styles.narrowed(1..<2),
            draws: small.draws.ofImages(1..<2))
        expectClose(alone.color, whole.color.narrowed(0, 1..<2), absolute: 2e-6)
    }

    @Test("images have their rows from the top and three channels")
    func imageLayout() {
        let color = Tensor.range(12, type: .float32).reshaped(1, 4, 3)
        let rendered = RenderedRays(
            color: color, auxiliary: color, depth: color.selected(2, 0),
            opacity: color.selected(2, 1))
        let images = rendered.images(size: 2)
        expectClose(images.color, [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11])
        #expect(images.color.shape == [1, 3, 2, 2])
        expectClose(images.depth, [0, 3, 6, 9])
        #expect(images.depth.shape == [1, 2, 2])
        expectClose(images.opacity, [1, 4, 7, 10])
        #expect(images.opacity.shape == [1, 2, 2])
    }
}
