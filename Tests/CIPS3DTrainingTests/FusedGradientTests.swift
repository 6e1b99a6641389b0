import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import CIPS3DTraining
import InnerLoops
import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("Gradients of the fused engine beside libtorch's")
struct FusedGradientTests {
    @Test(
        "every parameter's gradient", arguments: FusedImagesTests.cases,
        InstructionSet.available)
    func gradients(scene: FusedImagesTests.Case, set: InstructionSet) throws {
        let (generator, inputs) = scene.made()
        let images = inputs.cameras.count
        let seeded = SeededTensors(17)
        let slopes = [seeded.normal(images, 3, 7, 7), seeded.normal(images, 3, 7, 7)]
        let made = generator(inputs, size: 7)
        let expected = Torch.gradients(
            of: [made.color, made.auxiliary], withRespectTo: generator.parameters.learned,
            cotangents: slopes)
        let fused = generator.fusedImages(inputs, size: 7, instructionSet: set, threads: 2)
        #expect(made.color.largestDifference(from: fused.color) < 2e-5)
        let found = Torch.gradients(
            of: [fused.color, fused.auxiliary], withRespectTo: generator.parameters.learned,
            cotangents: slopes)
        for (index, (mine, other)) in zip(found, expected).enumerated() {
            guard let other, let mine else {
                #expect(other == nil && mine == nil, "\(index)")
                continue
            }
            let norm = other.norm().item
            let off = (mine - other).norm().item
            #expect(off <= 1e-4 * norm + 1e-6, "\(index) \(other.shape) \(off) of \(norm)")
        }
    }
}
