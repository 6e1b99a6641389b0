import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import CIPS3DTraining
import Foundation
import InnerLoops
import RunSettings
import Testing
import Torch
import TorchNN

/// Both engines are given the same weights, codes, cameras and draws.
@Suite("The fused engine beside libtorch")
struct FusedImagesTests {
    /// On colours in [-1, 1] and on depths around one.
    ///
    /// A few dozen roundings of float32 in another order; what recorded computations are held to.
    private static let tolerance = 2e-5

    /// A generator with small sizes.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let configuration: Configuration
        let noise: Double

        init(
            _ description: String, noise: Double = 1, _ change: (inout Configuration) -> Void
        ) {
            testDescription = description
            var configuration = TinyTraining.configuration
            change(&configuration)
            (self.configuration, self.noise) = (configuration, noise)
        }

        /// Three images of 7 pixels a side: fewer rays than whole panels have.
        func made() -> (generator: Generator, inputs: GeneratorInputs) {
            let generator = Generator(
                configuration.generator, camera: configuration.camera,
                parameters: ParameterStore(seed: 4))
            let inputs = GeneratorInputs.random(
                for: generator, from: RandomSource(seed: 9), images: 3, size: 7,
                densityNoise: noise)
            return (generator, inputs)
        }
    }

    static let cases = [
        Case("one pass without noise", noise: 0) { _ in },
        Case("one pass with noise") { _ in },
        Case("two passes without noise", noise: 0) { $0.camera.finePass = true },
        Case("two passes with noise") { $0.camera.finePass = true },
        Case("the last sample as background") {
            $0.camera.finePass = true
            $0.camera.background = .last
        },
        Case("a white background") { $0.camera.background = .white },
        Case("view directions and octaves") {
            $0.generator.nerf.usesViewDirection = true
            $0.generator.nerf.fourierOctaves = 3
        },
        Case("a sphere behind a solid head, one pass") { Self.makeSolid(&$0) },
        // With four samples on a ray single precision hardly says where a second pass draws: bins
        // beside a steep ball are nearly empty. With twelve, float64 moves depths by 3e-6.
        Case("a sphere behind a solid head, two passes") {
            Self.makeSolid(&$0)
            $0.camera.finePass = true
            $0.camera.samplesPerRay = 12
        },
        Case("a sphere behind a solid head, two passes without noise", noise: 0) {
            Self.makeSolid(&$0)
            $0.camera.finePass = true
            $0.camera.samplesPerRay = 12
        },
        Case("a sphere behind a published density") {
            $0.generator.background.width = 11
            $0.generator.background.radius = 0.25
        },
        Case("a field that paints by itself") {
            Self.makeSolid(&$0)
            $0.generator.inr.blocks = 0
        },
    ]

    private static func makeSolid(_ configuration: inout Configuration) {
        configuration.generator.nerf.density = .solid
        configuration.generator.background.width = 11
    }

    @Test(
        "images are the same for every instruction set", arguments: cases,
        InstructionSet.available)
    func sameImages(_ sizes: Case, _ set: InstructionSet) {
        let (generator, inputs) = sizes.made()
        let torch = generator.imagesWithoutGradient(inputs, size: 7)
        let fused = FusedImages(generator, instructionSet: set)
            .render(inputs, size: 7, threads: 2).images(size: 7)
        #expect(torch.largestDifference(from: fused) < Self.tolerance)
        let contrast = torch.color.largestDifference(from: torch.auxiliary)
        #expect(sizes.configuration.generator.inr.isPresent ? contrast > 0.01 : contrast == 0)
    }

    @Test("some pixels are the same, in the order in which they are asked for", arguments: cases)
    func somePixels(_ sizes: Case) throws {
        let (generator, inputs) = sizes.made()
        let fused = FusedImages(generator, instructionSet: try InstructionSet.chosen())
        let pixels = RandomSource(seed: 2).permutation(49).narrowed(0, 0..<20)
        let all = fused.render(inputs, size: 7, threads: 1)
        let some = fused.render(inputs, size: 7, pixels: pixels, threads: 1)
        // The same to the bit: a ray does not know its neighbours.
        #expect(some.color.array() == all.color.taking(pixels, axis: 1).array())
        #expect(some.depth.array() == all.depth.taking(pixels, axis: 1).array())
        #expect(some.opacity.array() == all.opacity.taking(pixels, axis: 1).array())
    }

    @Test("images are the same to the bit for any number of threads", arguments: [1, 2, 3, 7])
    func threads(_ count: Int) throws {
        for index in [3, 8] {
            let (generator, inputs) = Self.cases[index].made()
            let fused = FusedImages(generator, instructionSet: try InstructionSet.chosen())
            let one = fused.render(inputs, size: 7, threads: 1)
            let several = fused.render(inputs, size: 7, threads: count)
            #expect(one.color.array() == several.color.array())
            #expect(one.auxiliary.array() == several.auxiliary.array())
            #expect(one.opacity.array() == several.opacity.array())
        }
    }

    @Test("weights are those of the moment in which they were taken")
    func takenNow() throws {
        let (generator, inputs) = Self.cases[0].made()
        let set = try InstructionSet.chosen()
        let before = FusedImages(generator, instructionSet: set)
        let old = before.render(inputs, size: 7, threads: 1).color.array()
        for tensor in generator.parameters.tensors { tensor.fill(with: 0.01) }
        #expect(before.render(inputs, size: 7, threads: 1).color.array() == old)
        let after = FusedImages(generator, instructionSet: set)
        #expect(after.render(inputs, size: 7, threads: 1).color.array() != old)
    }

    @Test("both engines give the published sizes the same picture")
    func publishedSizes() throws {
        // What Docs/performance.md promises for colours. `CIPS3D_SIZE` asks for a larger
        // picture, such as 128.
        let text = ProcessInfo.processInfo.environment["CIPS3D_SIZE"]
        let size = text.flatMap(Int.init) ?? 24
        let generator = Generator(
            GeneratorConfiguration(), camera: CameraConfiguration(),
            parameters: ParameterStore(seed: 1))
        let inputs = GeneratorInputs.random(
            for: generator, from: RandomSource(seed: 6), images: 1, size: size, densityNoise: 0)
        let torch = generator.imagesWithoutGradient(inputs, size: size)
        let fused = FusedImages(generator, instructionSet: try InstructionSet.chosen())
            .render(inputs, size: size, threads: 2).images(size: size)
        let difference = torch.color.largestDifference(from: fused.color)
        if text != nil { print("\(size) pixels: largest difference \(difference)") }
        #expect(difference <= 1e-4)
        #expect(torch.auxiliary.largestDifference(from: fused.auxiliary) <= 1e-4)
        #expect(torch.depth.largestDifference(from: fused.depth) <= 1e-5)
        // A flat picture would say nothing.
        #expect(abs(torch.color - torch.color.mean().item).maximum().item > 0.01)
    }
}

extension RenderedImages {
    /// Of all colours, depths and opacities.
    func largestDifference(from other: RenderedImages) -> Double {
        max(
            color.largestDifference(from: other.color),
            auxiliary.largestDifference(from: other.auxiliary),
            depth.largestDifference(from: other.depth),
            opacity.largestDifference(from: other.opacity))
    }
}

extension Tensor {
    /// Largest absolute difference; the shapes have to be equal.
    func largestDifference(from other: Tensor) -> Double {
        precondition(shape == other.shape, "comparing different shapes")
        return abs(self - other).maximum().item
    }
}
