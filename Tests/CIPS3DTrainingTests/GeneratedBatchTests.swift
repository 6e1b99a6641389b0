import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import CIPS3DTraining
import InnerLoops
import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("A generated batch, led back in slices")
struct GeneratedBatchTests {
    private static let size = 8

    init() { TorchRuntime.threadCount = 1 }

    /// A generator and what some images are made of.
    private func scene(
        images: Int, type: ScalarType = .float32
    ) -> (generator: Generator, inputs: GeneratorInputs) {
        let configuration = TinyTraining.configuration
        let generator = Generator(
            configuration.generator, camera: configuration.camera,
            parameters: ParameterStore(seed: 4, type: type))
        var inputs = GeneratorInputs.random(
            for: generator, from: RandomSource(seed: 9), images: images, size: Self.size,
            densityNoise: 0.5)
        inputs.shapeCodes = inputs.shapeCodes.converted(to: type)
        inputs.appearanceCodes = inputs.appearanceCodes.converted(to: type)
        inputs.draws.jitter = inputs.draws.jitter?.converted(to: type)
        inputs.draws.coarseNoise = inputs.draws.coarseNoise?.converted(to: type)
        return (generator, inputs)
    }

    /// Gradients of the images, as if from discriminators.
    private func cotangents(
        images: Int, type: ScalarType = .float32
    ) -> (color: Tensor, auxiliary: Tensor) {
        let seeded = SeededTensors(17)
        return (
            seeded.normal(images, 3, Self.size, Self.size, type: type),
            seeded.normal(images, 3, Self.size, Self.size, type: type)
        )
    }

    private func pixels(_ count: Int?) -> Tensor? {
        count.map { SeededTensors(3).indices($0, below: Self.size * Self.size) }
    }

    /// All numbers of images and gradients, to be compared to the bit; -1 where there are none.
    private func numbers(
        _ engine: TrainingEngine, images: Int, pixels: Tensor?, threads: Int
    ) -> [[Float]] {
        TorchRuntime.threadCount = threads
        defer { TorchRuntime.threadCount = 1 }
        var engine = engine
        if case .fused(let set, _) = engine { engine = .fused(set, threads: threads) }
        let (generator, inputs) = scene(images: images)
        let batch = GeneratedBatch(
            generator, inputs, size: Self.size, gradientPixels: pixels, engine: engine)
        let made = batch.images()
        let slopes = cotangents(images: images)
        let found = batch.gradients(color: slopes.color, auxiliary: slopes.auxiliary)
        let all = [made.color, made.auxiliary] + found
        return all.map { tensor -> [Float] in tensor?.array() ?? [-1] }
    }

    @Test(
        "images and gradients are those of the whole batch in one graph", arguments: 1...5,
        [nil, 1, 20, 64])
    func wholeBatch(_ images: Int, _ gradientPixels: Int?) throws {
        let (generator, inputs) = scene(images: images, type: .float64)
        let pixels = pixels(gradientPixels)
        let slopes = cotangents(images: images, type: .float64)
        let batch = GeneratedBatch(
            generator, inputs, size: Self.size, gradientPixels: pixels, engine: .torch)
        let made = batch.images()
        let found = batch.gradients(color: slopes.color, auxiliary: slopes.auxiliary)

        let whole = generator(inputs, size: Self.size, gradientPixels: pixels)
        // Double precision, for matrix products of other heights.
        expectClose(made.color, whole.color, absolute: 1e-11)
        expectClose(try #require(made.auxiliary), whole.auxiliary, absolute: 1e-11)
        let expected = gradients(
            of: [whole.color, whole.auxiliary], withRespectTo: generator.parameters.learned,
            cotangents: [slopes.color, slopes.auxiliary])
        #expect(found.count == expected.count)
        for (path, (mine, theirs)) in zip(generator.parameters.learnedPaths, zip(found, expected)) {
            #expect((mine == nil) == (theirs == nil), "\(path)")
            guard let mine, let theirs else { continue }
            // Sums of some thousand products, of which the largest is 1e3 times the sum.
            let size = abs(theirs).maximum().item
            expectClose(mine, theirs, absolute: 1e-9 * (1 + size))
        }
        // Something has to arrive, and the norms that no layer reads get nothing.
        #expect(found.contains { ($0?.norm().item ?? 0) > 1e-3 })
        #expect(found.contains { $0 == nil })
    }

    @Test("they are the same to the bit for any number of threads", arguments: [2, 3, 7], [4, 5])
    func threads(_ count: Int, _ images: Int) throws {
        for engine in [.torch, .fused(try InstructionSet.chosen())] as [TrainingEngine] {
            let pixels = pixels(20)
            let one = numbers(engine, images: images, pixels: pixels, threads: 1)
            #expect(numbers(engine, images: images, pixels: pixels, threads: count) == one)
        }
        let all = numbers(.torch, images: images, pixels: nil, threads: 1)
        #expect(numbers(.torch, images: images, pixels: nil, threads: count) == all)
    }

    @Test("both engines give the same images and gradients, by rounding")
    func engines() throws {
        let pixels = pixels(20)
        let fused = TrainingEngine.fused(try InstructionSet.chosen())
        let mine = numbers(fused, images: 5, pixels: pixels, threads: 2)
        let theirs = numbers(.torch, images: 5, pixels: pixels, threads: 2)
        // What both engines are held to.
        for (a, b) in zip(mine.prefix(2).joined(), theirs.prefix(2).joined()) {
            #expect(abs(a - b) < 2e-5)
        }
        // Sums over 20 pixels of products of a dozen layers' slopes, each rounded in another order.
        for (a, b) in zip(mine.dropFirst(2), theirs.dropFirst(2)) {
            let largest = b.map(abs).max() ?? 0
            #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-4 * largest })
        }
        #expect(mine != theirs, "the fused engine has rendered nothing")
    }

    @Test("the images are leaves, cut off from the generator")
    func leaves() throws {
        let (generator, inputs) = scene(images: 3)
        let batch = GeneratedBatch(
            generator, inputs, size: Self.size, gradientPixels: nil, engine: .torch)
        let made = batch.images()
        let auxiliary = try #require(made.auxiliary)
        let loss = made.color.squared.sum() + 3 * auxiliary.sum()
        let slopes = gradients(
            of: [loss], withRespectTo: [made.color, auxiliary] + generator.parameters.learned)
        expectClose(try #require(slopes[0]), 2 * made.color.detached())
        expectClose(try #require(slopes[1]), 3 * auxiliary.onesLike())
        #expect(slopes.dropFirst(2).allSatisfy { $0 == nil })
    }

    @Test("where nobody looks at auxiliary images, colours alone are led back")
    func withoutAuxiliary() throws {
        let (generator, inputs) = scene(images: 3, type: .float64)
        let color = cotangents(images: 3, type: .float64).color
        let batch = GeneratedBatch(
            generator, inputs, size: Self.size, gradientPixels: nil, engine: .torch)
        let found = batch.gradients(color: color, auxiliary: nil)
        let expected = gradients(
            of: [generator(inputs, size: Self.size).color],
            withRespectTo: generator.parameters.learned, cotangents: [color])
        for (path, (mine, theirs)) in zip(generator.parameters.learnedPaths, zip(found, expected)) {
            #expect((mine == nil) == (theirs == nil), "\(path)")
            #expect(!path.hasPrefix("aux_to_rbg") || mine == nil)
            guard let mine, let theirs else { continue }
            // As for both.
            expectClose(mine, theirs, absolute: 1e-9 * (1 + abs(theirs).maximum().item))
        }
    }
}
