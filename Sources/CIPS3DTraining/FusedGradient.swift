import CIPS3DNetworks
import CIPS3DRenderer
import Torch

extension Generator {
    /// Renders pixels with the fused engine, forwards and backwards: one operation of libtorch from the
    /// folded weights of the images to their pixels.
    ///
    /// - Parameters:
    ///   - inputs: Everything random about B images.
    ///   - size: Pixels on a side.
    ///   - pixels: Which pixels of every image, int64 `[K]`; nil is all of them.
    ///   - renderer: One of this generator's sizes.
    ///   - threads: How many may compute at once.
    /// - Returns: K rays of B images; depth and opacity carry no gradient.
    package func renderFused(
        _ inputs: GeneratorInputs, size: Int, pixels: Tensor? = nil, by renderer: FoldedRenderer,
        threads: Int
    ) -> RenderedRays {
        let styles = styles(
            shapeCodes: inputs.shapeCodes, appearanceCodes: inputs.appearanceCodes)
        let folded = folded(by: styles)
        let batches = inputs.fusedImages(size: size, pixels: pixels).map(\.batch)
        let numbers: [Float] = folded.array()
        let made = renderer.render(folded: numbers, batches: batches, threads: threads)
        let (images, rays) = (batches.count, batches.first?.count ?? 0)
        let shape = [images, rays, 3]
        let colors = Tensor.concatenated(
            [Tensor(made.color, shape: shape), Tensor(made.auxiliary, shape: shape)], axis: 2)
        let connected = colors.computed(of: folded) { slopes in
            Tensor(
                renderer.gradient(
                    color: slopes.narrowed(2, 0..<3).array(),
                    auxiliary: slopes.narrowed(2, 3..<6).array(), folded: numbers,
                    batches: batches, threads: threads),
                shape: folded.shape)
        }
        return RenderedRays(
            color: connected.narrowed(2, 0..<3), auxiliary: connected.narrowed(2, 3..<6),
            depth: Tensor(made.depth, shape: [images, rays]),
            opacity: Tensor(made.opacity, shape: [images, rays]))
    }
}
