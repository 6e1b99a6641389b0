import CIPS3DNetworks
import CIPS3DRenderer
import Foundation
import InnerLoops
import Torch

/// What computes a training step's images, without gradient for the discriminators and with it for the generator,
/// and what projected discriminators say of them.
package enum TrainingEngine: Sendable, Equatable {
    /// libtorch, on any device.
    case torch
    /// The fused renderer, forwards and backwards, on the processor: with one of
    /// `InstructionSet.available`, and so many threads at once.
    case fused(InstructionSet, threads: Int = 1)

    /// For people, and for a run's description.
    var name: String {
        switch self {
        case .torch: "libtorch"
        case .fused(let set, _): set.rawValue
        }
    }

    /// How many threads may compute at once.
    var threads: Int {
        switch self {
        case .torch: TorchRuntime.threadCount
        case .fused(_, let threads): threads
        }
    }

    /// The faster one on a device.
    ///
    /// Processor time on one thread of a machine with AVX2, libtorch's and then the fused one's:
    /// the discriminators' images take 0.30 s and 0.11 s with the preset faces-32, 1.6 s and 0.43 s
    /// with faces-64; a whole step 2.1 s and 1.9 s, 7.4 s and 5.2 s. Portable inner loops do
    /// without the vectors that libtorch uses, and are left out.
    ///
    /// - Parameters:
    ///   - device: Where libtorch computes.
    ///   - threads: How many may compute at once.
    ///   - environment: The variables of the process, which may force an instruction set.
    /// - Returns: The fused renderer on a processor with one of the faster instruction sets.
    /// - Throws: `InstructionSetError` where the environment asks for an instruction set that the
    ///   processor does not have.
    package static func fastest(
        on device: Device, threads: Int,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(InstructionSetError) -> TrainingEngine {
        guard device.isCPU else { return .torch }
        let set = try InstructionSet.chosen(environment: environment)
        return set == .portable ? .torch : .fused(set, threads: threads)
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
        case .fused(let set, let threads):
            FusedImages(generator, instructionSet: set)
                .render(inputs, size: size, threads: threads).images(size: size)
        }
    }

    /// Generates images of which some pixels carry gradient.
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
        case .fused(let set, let threads):
            generator.fusedImages(
                inputs, size: size, gradientPixels: pixels, instructionSet: set,
                threads: threads)
        }
    }
}
