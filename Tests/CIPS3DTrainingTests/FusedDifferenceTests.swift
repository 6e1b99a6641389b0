import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import InnerLoops
import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("Gradients of the fused engine beside central differences in float64")
struct FusedDifferenceTests {
    /// Without a second pass, through whose places no gradient flows.
    private static let scenes = FusedImagesTests.cases.filter {
        !$0.configuration.camera.finePass
    }
    private static let step = 1e-6

    private let seeded = SeededTensors(31)
    private let random = RandomSource(seed: 32)

    @Test("each tensor of each layer, along a random direction", arguments: scenes)
    func differences(scene: FusedImagesTests.Case) throws {
        let (generator, inputs) = scene.made()
        let exact = Self.inFloat64(generator)
        let slopes = [
            seeded.normal(3, 3, 7, 7, type: .float64), seeded.normal(3, 3, 7, 7, type: .float64),
        ]
        let fused = generator.fusedImages(
            inputs, size: 7, instructionSet: try InstructionSet.chosen(), threads: 1)
        let found = gradients(
            of: [fused.color, fused.auxiliary], withRespectTo: generator.parameters.learned,
            cotangents: slopes.map { $0.converted(to: .float32) })
        let loss = { () -> Double in
            withoutGradient {
                let made = exact(inputs.inFloat64, size: 7)
                return ((made.color * slopes[0]) + (made.auxiliary * slopes[1])).sum().item
            }
        }
        for (path, slope) in zip(generator.parameters.learnedPaths, found) {
            let tensor = try #require(exact.parameters[path])
            let drawn = random.normal(tensor.shape, type: .float64)
            let direction = drawn / drawn.norm().item
            let start = tensor.detached() + 0
            let values = [Self.step, -Self.step].map { step in
                withoutGradient { tensor.copy(from: start + step * direction) }
                return loss()
            }
            withoutGradient { tensor.copy(from: start) }
            let expected = (values[0] - values[1]) / (2 * Self.step)
            let mine = slope.map { ($0.converted(to: .float64) * direction).sum().item } ?? 0
            let norm = slope?.norm().item ?? 0
            // The engine's float32 alone is within 1e-4 of the norm (FusedGradientTests).
            #expect(abs(mine - expected) <= 2e-4 * norm + 1e-6, "\(path) \(mine) \(expected)")
        }
    }

    /// The same generator in double precision.
    private static func inFloat64(_ generator: Generator) -> Generator {
        let store = ParameterStore(type: .float64)
        let exact = Generator(
            generator.configuration, camera: generator.camera, parameters: store)
        withoutGradient {
            for path in store.paths {
                if let value = generator.parameters[path] {
                    store[path]?.copy(from: value.converted(to: .float64))
                }
            }
        }
        return exact
    }
}

extension GeneratorInputs {
    fileprivate var inFloat64: GeneratorInputs {
        let exact = { (tensor: Tensor) in tensor.converted(to: .float64) }
        var draws = draws
        draws.jitter = draws.jitter.map(exact)
        draws.coarseNoise = draws.coarseNoise.map(exact)
        return GeneratorInputs(
            shapeCodes: exact(shapeCodes), appearanceCodes: exact(appearanceCodes),
            cameras: cameras, draws: draws)
    }
}
