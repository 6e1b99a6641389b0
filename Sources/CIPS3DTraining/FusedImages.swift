import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import HeadPictures
import InnerLoops
import ParallelWork
import Torch
import TorchNN

/// Images of a generator as it is at this moment, by the fused engine: no gradients, no libtorch.
///
/// Images go side by side over the threads, each of them on its own, so that they are the same to
/// the bit for any number of threads.
package struct FusedImages {
    private let configuration: ModelConfiguration
    private let weights: GeneratorWeights
    private let instructionSet: InstructionSet

    /// Takes the parameters out of a generator; later changes of it do not matter.
    ///
    /// - Parameters:
    ///   - generator: In single precision.
    ///   - instructionSet: One of `InstructionSet.available`.
    package init(_ generator: Generator, instructionSet: InstructionSet) {
        self.init(
            GeneratorWeights(generator), camera: generator.camera, instructionSet: instructionSet)
    }

    /// Takes weights from anywhere.
    ///
    /// - Parameters:
    ///   - weights: All tensors.
    ///   - camera: How rays are sampled.
    ///   - instructionSet: One of `InstructionSet.available`.
    package init(
        _ weights: GeneratorWeights, camera: CameraConfiguration, instructionSet: InstructionSet
    ) {
        self.weights = weights
        self.instructionSet = instructionSet
        // An engine wants to know on which size a model was trained, but only for the user.
        configuration = ModelConfiguration(
            generator: weights.configuration, camera: camera, imageSize: 1)
    }

    /// Renders B images.
    ///
    /// - Parameters:
    ///   - inputs: Everything random about them.
    ///   - size: Pixels on a side.
    ///   - pixels: Which pixels of every image, int64 `[K]`; nil is all of them.
    ///   - threads: How many may compute at once.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - mean: The mean; has to be given where there is a truncation.
    /// - Returns: K rays of B images, on the processor.
    package func render(
        _ inputs: GeneratorInputs, size: Int, pixels: Tensor? = nil, threads: Int,
        truncation: Truncation = .off, mean: MeanStyles? = nil
    ) -> RenderedRays {
        precondition(truncation.isOff || mean != nil, "truncation without a mean")
        let images = Array(
            zip(inputs.headCodes, inputs.fusedBatches(size: size, pixels: pixels)))
        // Where there are fewer images than threads, each image gets several.
        let engine = engine(threads: max(1, threads / max(images.count, 1)))
        let rendered = ThreadTeam(threads).map(images.count) { index in
            let (codes, batch) = images[index]
            let head = Self.layers(codes, of: engine, truncation: truncation, mean: mean)
            return engine.renderAll(head, batch)
        }
        let (count, rays) = (images.count, images.first?.1.count ?? 0)
        return RenderedRays(
            color: Tensor(rendered.flatMap(\.color), shape: [count, rays, 3]),
            auxiliary: Tensor(rendered.flatMap(\.auxiliary), shape: [count, rays, 3]),
            depth: Tensor(rendered.flatMap(\.depth), shape: [count, rays]),
            opacity: Tensor(rendered.flatMap(\.opacity), shape: [count, rays]))
    }

    private static func layers(
        _ codes: HeadCodes, of engine: FusedEngine, truncation: Truncation, mean: MeanStyles?
    ) -> HeadLayers {
        do {
            return try engine.makeUncheckedLayers(codes, truncation: truncation, mean: mean)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private func engine(threads: Int) -> FusedEngine {
        do {
            return try FusedEngine(
                configuration: configuration, weights: weights,
                options: FusedEngine.Options(threads: threads, instructionSet: instructionSet))
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

extension GeneratorWeights {
    /// The parameters of a generator as they are now.
    ///
    /// - Parameter generator: In single precision.
    init(_ generator: Generator) {
        self.init(configuration: generator.configuration) { name in
            guard let tensor = generator.parameters[name] else {
                preconditionFailure("the generator has no parameter \(name)")
            }
            return tensor.array()
        }
    }
}

extension GeneratorInputs {
    /// The codes, image by image.
    fileprivate var headCodes: [HeadCodes] {
        zip(Self.rows(shapeCodes), Self.rows(appearanceCodes)).map {
            HeadCodes(shape: $0, appearance: $1)
        }
    }

    private static func rows(_ tensor: Tensor) -> [[Float]] {
        (0..<tensor.size(0)).map { tensor.narrowed(0, $0..<$0 + 1).array() }
    }

    /// The rays of each image and what is random about them.
    ///
    /// - Parameters:
    ///   - size: Pixels on a side.
    ///   - pixels: Which pixels of every image, int64 `[K]`; nil is all of them.
    /// - Returns: One for each image.
    func fusedBatches(size: Int, pixels: Tensor? = nil) -> [RayBatch] {
        let chosen = pixels.map { $0.array(of: Int64.self).map(Int.init) }
        let draws = pixels.map(draws.taking) ?? draws
        return cameras.indices.map { image in
            let numbers = { (tensor: Tensor?) -> [Float]? in
                tensor.map { $0.narrowed(0, image..<image + 1).array() }
            }
            let placement = RayBatch.Draws(
                jitter: numbers(draws.jitter), importance: numbers(draws.importance),
                coarseNoise: numbers(draws.coarseNoise), fineNoise: numbers(draws.fineNoise))
            return RayBatch(
                camera: cameras[image], size: size, pixels: chosen, placement: .draws(placement))
        }
    }
}
