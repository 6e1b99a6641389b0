import CIPS3DNetworks
import CIPS3DRenderer
import InnerLoops
import Torch

extension Generator {
    /// Renders images with the fused engine, forwards and backwards: one operation of libtorch from the
    /// folded weights of the images to their pixels.
    ///
    /// - Parameters:
    ///   - inputs: Everything random about B images.
    ///   - styles: Of the images; nil maps the codes of the inputs.
    ///   - size: Pixels on a side.
    ///   - pixels: Pixels that carry gradient, int64 `[K]`; nil lets all of them.
    ///   - instructionSet: One of `InstructionSet.available`.
    ///   - threads: How many may compute at once.
    /// - Returns: B images, the same to the bit for any number of threads, and so are their gradients; depth
    ///   and opacity carry none.
    package func fusedImages(
        _ inputs: GeneratorInputs, styles: Styles? = nil, size: Int,
        gradientPixels pixels: Tensor? = nil, instructionSet: InstructionSet, threads: Int
    ) -> RenderedImages {
        let renderer = FoldedRenderer.forced(self, instructionSet)
        let folded = folded(
            by: styles
                ?? self.styles(
                    shapeCodes: inputs.shapeCodes, appearanceCodes: inputs.appearanceCodes))
        let parts = [folded.volume, folded.auxiliary, folded.painting]
        let numbers: [Float] = Tensor.concatenated(parts.map { $0.detached() }, axis: 1).array()
        let made = renderer.render(
            folded: numbers, batches: inputs.fusedBatches(size: size), threads: threads)
        let (images, rays) = (inputs.cameras.count, size * size)
        let paintsByField = !configuration.inr.isPresent
        let colors = { (values: [Float]) in Tensor(values, shape: [images, rays, 3]) }
        let connected = computed([colors(made.color), colors(made.auxiliary)], of: parts) {
            slopes, wanted in
            // What the field paints by itself is the auxiliary image.
            let ofImages = paintsByField ? [nil, slopes.sum] : slopes
            let ofPixels = ofImages.map { slopes in
                slopes.map { slopes -> [Float] in
                    (pixels.map { slopes.taking($0, axis: 1) } ?? slopes).array()
                }
            }
            let gradient = renderer.gradient(
                color: ofPixels[0], auxiliary: ofPixels[1], folded: numbers,
                batches: inputs.fusedBatches(size: size, pixels: pixels),
                learnsField: wanted[0], threads: threads)
            return FoldedRenderer.split(
                Tensor(gradient, shape: [images, renderer.layout.count]), like: parts,
                wanted: [wanted[0], ofImages[1] != nil, ofImages[0] != nil])
        }
        return RenderedRays(
            color: connected[0], auxiliary: connected[1],
            depth: Tensor(made.depth, shape: [images, rays]),
            opacity: Tensor(made.opacity, shape: [images, rays])
        ).images(size: size)
    }
}

extension FoldedRenderer {
    /// A renderer of a generator's images, with an instruction set that is known to be there.
    fileprivate static func forced(
        _ generator: Generator, _ instructionSet: InstructionSet
    ) -> FoldedRenderer {
        do {
            return try FoldedRenderer(
                generator.configuration, camera: generator.camera, instructionSet: instructionSet)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Cuts a gradient into those of the parts that want one.
    fileprivate static func split(
        _ gradient: Tensor, like parts: [Tensor], wanted: [Bool]
    ) -> [Tensor?] {
        var end = 0
        return zip(parts, wanted).map { part, isWanted in
            let first = end
            end += part.size(1)
            return isWanted ? gradient.narrowed(1, first..<end) : nil
        }
    }
}

extension [Tensor?] {
    /// The sum of those that are there; nil where none is.
    fileprivate var sum: Tensor? {
        compactMap(\.self).reduce(nil) { sum, tensor in sum.map { $0 + tensor } ?? tensor }
    }
}
