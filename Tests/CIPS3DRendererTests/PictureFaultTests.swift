import CIPS3DModel
import CIPS3DRenderer
import Foundation
import HeadPictures
import InnerLoops
import Testing

@Suite("Pictures that cannot be shown")
struct PictureFaultTests {
    /// A model whose samples are where the walk along a ray has them.
    private static func even(_ model: RandomModel) -> RandomModel {
        model.with { $0.configuration.camera.finePass = false }
    }

    private static let solid = even(.solid)

    private func batch(_ renderer: FusedEngine, size: Int = 5) -> RayBatch {
        RayBatch(
            camera: Camera(renderer.configuration.camera, yaw: .degrees(9)), size: size,
            placement: .rule(.deterministic))
    }

    /// What rendering says about a head.
    private func fault(
        _ model: RandomModel, _ options: FusedEngine.Options = FusedEngine.Options(threads: 2)
    ) async throws -> PictureFault? {
        let renderer = try model.renderer(options)
        do {
            let head = try await renderer.head(seed: 4)
            _ = try await head.picture(from: renderer.camera(yaw: .degrees(9)), size: 5)
            return nil
        } catch HeadError.notShowable(let fault) {
            return fault
        }
    }

    @Test(
        "layer by layer, a ray comes to the pixel that tiles make of it",
        arguments: [
            even(RandomModel()), solid,
            solid.with { $0.configuration.generator.nerf.usesViewDirection = true },
            even(RandomModel()).with {
                $0.configuration.generator.nerf.fourierOctaves = 2
                $0.configuration.camera.background = .white
            },
            even(RandomModel()).with { $0.configuration.camera.background = .last },
        ])
    func walk(model: RandomModel) throws {
        let renderer = try model.renderer()
        let head = try renderer.makeLayers(
            HeadCodes(seed: 4, configuration: model.configuration.generator))
        let batch = batch(renderer)
        let picture = renderer.renderAll(head, batch)
        let blocks = model.configuration.generator.inr.blocks
        for ray in [0, 7, 24] {
            let layers = renderer.layers(of: head, on: ray, of: batch)
            let painter = layers.last { $0.name == PublishedNames.painter(blocks - 1).path }
            let auxiliary = layers.last { $0.name == PublishedNames.auxiliaryHead.path }
            for channel in 0..<3 {
                let place = 3 * ray + channel
                // Roundings of 2⁻²⁴ in sums of tens of numbers, magnified by frequencies of 30 in three
                // layers of sines.
                let color = tanh(Double(painter?.numbers[channel] ?? .nan))
                #expect(abs(color - Double(picture.color[place])) < 2e-4)
                let colorOfField = tanh(Double(auxiliary?.numbers[channel] ?? .nan))
                #expect(abs(colorOfField - Double(picture.auxiliary[place])) < 2e-4)
            }
        }
    }

    /// Tensors that pixels depend on.
    private static let readTensors = PublishedNames.tensors(of: solid.configuration.generator)
        .map(\.name)
        .filter { name in
            let firstPainter = solid.configuration.generator.inr.firstRGBBlock
            return !name.contains(".norm.")
                && !(0..<firstPainter).contains { name.hasPrefix(PublishedNames.painter($0).path) }
        }

    @Test(
        "the layer is named whose weights are too large, at any precision", arguments: readTensors)
    func overflow(tensor: String) async throws {
        let broken = Self.solid.with { $0.changes[tensor] = { $0.map { _ in 1e30 } } }
        for precision in Precision.allCases {
            let fault = try await fault(broken, FusedEngine.Options(precision: precision))
            #expect(fault?.kind == .overflow)
            let layer = try #require(fault?.layer)
            #expect(tensor.hasPrefix(layer), "\(layer)")
        }
    }

    @Test(
        "the layer is named whose weights are not numbers, on every instruction set",
        arguments: InstructionSet.available)
    func notANumber(set: InstructionSet) async throws {
        for tensor in Self.readTensors {
            let broken = Self.solid.with {
                $0.changes[tensor] = { $0.indices.map { $0 == 0 ? .nan : 0.1 } }
            }
            let fault = try await fault(broken, FusedEngine.Options(instructionSet: set))
            #expect(fault?.kind == .notANumber, "\(tensor)")
            #expect(fault?.layer.map(tensor.hasPrefix) == true, "\(tensor) \(fault?.layer ?? "")")
        }
    }

    @Test("rays that meet nothing are told from dark pictures")
    func nothing() async throws {
        let density = PublishedNames.density
        let empty = Self.solid.with {
            $0.configuration.generator.nerf.density.activation = .relu
            $0.changes[density.weight] = { $0.map { _ in 0 } }
            $0.changes[density.bias] = { $0.map { _ in -1 } }
        }
        #expect(
            try await fault(empty)
                == PictureFault(kind: .noHead, layer: PublishedNames.density.path))
        let last = PublishedNames.painter(Self.solid.configuration.generator.inr.blocks - 1)
        for bias in [Float(-40), -8, 8, 40] {
            let dark = Self.solid.with { $0.changes[last.bias] = { $0.map { _ in bias } } }
            #expect(try await fault(dark) == nil)
        }
    }

    @Test("weights of zero are told, with the layer from which all pixels are alike")
    func zeros() async throws {
        let zeros = PublishedNames.tensors(of: Self.solid.configuration.generator).map(\.name)
        let empty = Self.solid.with { model in
            for name in zeros { model.changes[name] = { $0.map { _ in 0 } } }
        }
        #expect(
            try await fault(empty)
                == PictureFault(
                    kind: .oneColor, layer: PublishedNames.fieldBlock(0).linear.path))
        let unpainted = Self.solid.with { model in
            for index in 0..<model.configuration.generator.inr.blocks {
                let painter = PublishedNames.painter(index)
                model.changes[painter.weight] = { $0.map { _ in 0 } }
            }
        }
        let painter = PublishedNames.painter(Self.solid.configuration.generator.inr.firstRGBBlock)
        #expect(
            try await fault(unpainted) == PictureFault(kind: .oneColor, layer: painter.path))
    }

    @Test("a sentence names what is wrong, where and what to do")
    func sentences() {
        let layer = "siren.final_layer"
        for kind in [PictureFault.Kind.overflow, .notANumber, .noHead, .oneColor] {
            let error = HeadError.notShowable(PictureFault(kind: kind, layer: layer))
            #expect(error.description.hasPrefix("The picture cannot be shown: "))
            #expect(error.description.contains(layer))
            #expect(
                error.description.hasSuffix("use an earlier snapshot or checkpoint of this model."))
            let placeless = HeadError.notShowable(PictureFault(kind: kind, layer: nil))
            #expect(!placeless.description.contains("layer"))
        }
    }
}
