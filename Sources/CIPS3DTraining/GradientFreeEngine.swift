import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import Torch

/// What renders the pixels of a training step that carry no gradient.
package enum GradientFreeEngine: Sendable, Equatable {
    /// libtorch, on any device.
    case torch
    /// The fused renderer, on the processor, with one of `InstructionSet.available`.
    case fused(InstructionSet)

    /// The faster one for a training.
    ///
    /// - Parameters:
    ///   - configuration: What is trained.
    ///   - device: Where libtorch computes.
    /// - Returns: The fused renderer on a processor.
    /// - Throws: `RendererError` where the environment asks for an instruction set that the
    ///   processor does not have.
    static func fastest(
        for configuration: Configuration, on device: Device
    ) throws(RendererError) -> GradientFreeEngine {
        device.isCPU ? .fused(try InstructionSet.chosen()) : .torch
    }

    /// Generates images of which no pixel carries gradient.
    ///
    /// - Parameters:
    ///   - generator: As it is now.
    ///   - inputs: Everything random about B images.
    ///   - size: Pixels on a side.
    /// - Returns: B images.
    func images(
        of generator: Generator, _ inputs: GeneratorInputs, size: Int
    ) -> RenderedImages {
        switch self {
        case .torch: generator.imagesWithoutGradient(inputs, size: size)
        case .fused(let set):
            FusedGenerator(generator, instructionSet: set)
                .render(inputs, size: size, threads: TorchRuntime.threadCount).images(size: size)
        }
    }

    /// Generates images of which some pixels carry gradient; libtorch renders those.
    ///
    /// - Parameters:
    ///   - generator: As it is now.
    ///   - inputs: Everything random about B images.
    ///   - size: Pixels on a side.
    ///   - pixels: Pixels that carry gradient, int64 `[K]`; nil lets all of them.
    /// - Returns: B images.
    func images(
        of generator: Generator, _ inputs: GeneratorInputs, size: Int,
        gradientPixels pixels: Tensor?
    ) -> RenderedImages {
        switch self {
        case .torch: generator(inputs, size: size, gradientPixels: pixels)
        case .fused(let set):
            generator(inputs, size: size, gradientPixels: pixels) { others in
                FusedGenerator(generator, instructionSet: set).render(
                    inputs, size: size, pixels: others, threads: TorchRuntime.threadCount)
            }
        }
    }
}
