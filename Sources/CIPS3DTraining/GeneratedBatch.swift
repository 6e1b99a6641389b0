import CIPS3DModel
import CIPS3DNetworks
import Foundation
import ParallelWork
import Torch

/// A batch of generated images whose gradient is computed a few images at a time.
///
/// Images do not see one another in the generator. The fused engine takes all of them, and keeps nothing
/// of their pixels. With libtorch slices of two keep their activations in the cache,
/// which makes a step a quarter faster on one thread, and go side by side over threads, which
/// operations that split themselves do badly. Slices are the same for any number of threads and their
/// gradients are summed in order, so that the result is the same to the bit.
///
/// Not checked by the compiler: each slice is rendered, and later led back, by one thread at a time,
/// and all that threads write to is behind a lock.
package final class GeneratedBatch: @unchecked Sendable {
    /// Images of a slice of libtorch's on a processor.
    private static let sliceLength = 2

    private struct Slice {
        let images: Range<Int>
        var rendered: RenderedImages?
        /// Gradients of the images, led back from the discriminators.
        var slopes: (color: Tensor, auxiliary: Tensor?)?
        var gradients: [Tensor?] = []
    }

    private let generator: Generator
    private let inputs: GeneratorInputs
    private let size: Int
    private let pixels: Tensor?
    private let engine: TrainingEngine
    private let lock = NSLock()
    private var slices: [Slice]

    /// Renders a batch.
    ///
    /// - Parameters:
    ///   - generator: Whose parameters get gradients.
    ///   - inputs: Everything random about B images.
    ///   - size: Pixels on a side.
    ///   - pixels: Pixels that carry gradient, int64 `[K]`; nil lets all of them.
    ///   - engine: What renders.
    package init(
        _ generator: Generator, _ inputs: GeneratorInputs, size: Int,
        gradientPixels pixels: Tensor?, engine: TrainingEngine
    ) {
        (self.generator, self.inputs, self.size, self.pixels) = (generator, inputs, size, pixels)
        self.engine = engine
        let (count, isCPU) = (inputs.cameras.count, generator.parameters.device.isCPU)
        let length = isCPU && engine == .torch ? Self.sliceLength : count
        slices = stride(from: 0, to: count, by: length).map {
            Slice(images: $0..<min($0 + length, count))
        }
        forEachSlice { [self] slice in
            let rendered = render(lock.withLock { slices[slice].images })
            lock.withLock { slices[slice].rendered = rendered }
        }
    }

    /// The images cut off from the generator: leaves, whose gradients `gradients` leads back.
    ///
    /// Where everything that an image depends on is frozen it wants none.
    package func images() -> JudgedImages {
        let joined = { (part: (RenderedImages) -> Tensor) in
            let parts = self.slices.compactMap { $0.rendered.map(part) }
            return Tensor.concatenated(parts.map { $0.detached() }, axis: 0)
                .requiringGradient(parts.contains { $0.requiresGradient })
        }
        return .generated(color: joined(\.color), auxiliary: joined(\.auxiliary))
    }

    /// Leads gradients of the images back to the generator's parameters; once.
    ///
    /// - Parameters:
    ///   - color: Of the colours, `[B, 3, S, S]`.
    ///   - auxiliary: Of the auxiliary images; nil where nobody looks at them.
    /// - Returns: One for each learned tensor of the generator; nil where nothing depends on it.
    package func gradients(color: Tensor, auxiliary: Tensor?) -> [Tensor?] {
        for index in slices.indices {
            let images = slices[index].images
            slices[index].slopes = (
                color.narrowed(0, images), auxiliary?.narrowed(0, images)
            )
        }
        forEachSlice { [self] slice in
            let found = gradients(of: lock.withLock { slices[slice] })
            lock.withLock {
                slices[slice].gradients = found
                (slices[slice].rendered, slices[slice].slopes) = (nil, nil)
            }
        }
        return slices[0].gradients.indices.map { parameter in
            let terms = slices.compactMap { $0.gradients[parameter] }
            return terms.first.map { terms.dropFirst().reduce($0, +) }
        }
    }

    private func render(_ images: Range<Int>) -> RenderedImages {
        engine.images(
            of: generator, inputs.narrowed(images), size: size, gradientPixels: pixels)
    }

    private func gradients(of slice: Slice) -> [Tensor?] {
        guard let rendered = slice.rendered, let slopes = slice.slopes else {
            preconditionFailure("a batch is led back once")
        }
        let outputs = [(rendered.color, slopes.color), (rendered.auxiliary, slopes.auxiliary)]
            .compactMap { made, slope in slope.map { (made, $0) } }
        return Torch.gradients(
            of: outputs.map(\.0), withRespectTo: generator.parameters.learned,
            cotangents: outputs.map(\.1))
    }

    /// Does something for each slice, side by side where threads allow it.
    private func forEachSlice(_ body: @Sendable (Int) -> Void) {
        guard generator.parameters.device.isCPU else { return slices.indices.forEach(body) }
        ThreadTeam.torch(engine.threads).limited(to: slices.count).forEach(slices.count, body)
    }
}
