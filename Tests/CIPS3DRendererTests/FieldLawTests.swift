import CIPS3DModel
import CIPS3DRenderer
import Foundation
import HeadPictures
import InnerLoops
import Testing

@Suite("What the field leaves out and what is behind it")
struct FieldLawTests {
    private let model = RandomModel()

    private func picture(
        _ model: RandomModel, precision: Precision = .float32, set: InstructionSet? = nil
    ) async throws -> RenderedPixels {
        let renderer = try model.renderer(
            FusedEngine.Options(precision: precision, instructionSet: set))
        let camera = Camera(renderer.configuration.camera, yaw: .degrees(-15))
        // Whatever it shows: some of these boxes are empty.
        return try renderer.renderAll(
            renderer.layers(seed: 2),
            RayBatch(camera: camera, size: 13, placement: .rule(.deterministic)))
    }

    /// The model with nothing in its box.
    private func emptied(_ background: CameraConfiguration.Background) -> RandomModel {
        model.with {
            $0.configuration.camera.background = background
            $0.changes[PublishedNames.density.weight] = { $0.map { _ in 0 } }
            $0.changes[PublishedNames.density.bias] = { $0.map { _ in -1 } }
        }
    }

    /// tanh of the auxiliary head's bias, and of its weights where every feature is 1.
    private func auxiliaryColor(featuresAre one: Float) -> [Double] {
        let names = PublishedNames.auxiliaryHead
        let tensors = PublishedNames.tensors(of: model.configuration.generator)
        let values = { (name: String) in
            tensors.first { $0.name == name }.map { model.values($0) } ?? []
        }
        let (weights, bias) = (values(names.weight), values(names.bias))
        let width = weights.count / 3
        return bias.indices.map { row in
            let sum = weights[row * width..<(row + 1) * width].reduce(0) { $0 + Double($1 * one) }
            return tanh(Double(bias[row]) + sum)
        }
    }

    @Test("an empty box has the feature 0, or 1 before white", arguments: InstructionSet.available)
    func emptyBox(set: InstructionSet) async throws {
        for (background, feature) in [
            (CameraConfiguration.Background.none, Float(0)), (.white, 1),
        ] {
            let pixels = try await picture(emptied(background), set: set)
            let color = auxiliaryColor(featuresAre: feature)
            for (index, value) in pixels.auxiliary.enumerated() {
                // A sum of eight numbers, and the bound of tanh.
                #expect(abs(Double(value) - color[index % 3]) <= 1e-6)
            }
            #expect(pixels.depth.allSatisfy { $0 == 0 } && pixels.opacity.allSatisfy { $0 == 0 })
        }
    }

    @Test("an empty box gives all weight to the last sample", arguments: InstructionSet.available)
    func lastSample(set: InstructionSet) async throws {
        let pixels = try await picture(emptied(.last), set: set)
        let far = Float(model.configuration.camera.far)
        #expect(pixels.depth.allSatisfy { $0 == far } && pixels.opacity.allSatisfy { $0 == 1 })
    }

    @Test("the background shows where rays pass, and only there")
    func backgrounds() async throws {
        let dense = model.with {
            $0.changes[PublishedNames.density.bias] = { $0.map { _ in 1e6 } }
        }
        let backgrounds: [CameraConfiguration.Background] = [.none, .last, .white]
        var (thin, thick): ([RenderedPixels], [RenderedPixels]) = ([], [])
        for background in backgrounds {
            thin.append(
                try await picture(model.with { $0.configuration.camera.background = background }))
            thick.append(
                try await picture(dense.with { $0.configuration.camera.background = background }))
        }
        #expect(thin[0].color != thin[1].color && thin[0].color != thin[2].color)
        // The first interval takes all but a rounding.
        #expect(thick[0].largestDifference(from: thick[1]) <= 1e-5)
        #expect(thick[0].largestDifference(from: thick[2]) <= 1e-5)
    }

    @Test(
        "a view direction without weight changes nothing, one with weight does",
        arguments: InstructionSet.available, Precision.allCases)
    func viewDirection(set: InstructionSet, precision: Precision) async throws {
        let width = model.configuration.generator.nerf.width
        let name = PublishedNames.featureBlock.linear.weight
        let plain = try await picture(model, precision: precision, set: set)
        let weightless = model.with {
            $0.configuration.generator.nerf.usesViewDirection = true
            $0.changes[name] = widened(from: width, by: 3, with: 0)
        }
        let weighty = weightless.with {
            $0.changes[name] = widened(from: width, by: 3, with: 0.1)
        }
        #expect(try await picture(weightless, precision: precision, set: set) == plain)
        #expect(try await picture(weighty, precision: precision, set: set).color != plain.color)
    }

    @Test(
        "a Fourier encoding without weight changes nothing, one with weight does",
        arguments: InstructionSet.available)
    func fourier(set: InstructionSet) async throws {
        let name = PublishedNames.fieldBlock(0).linear.weight
        let plain = try await picture(model, set: set)
        let weightless = model.with {
            $0.configuration.generator.nerf.fourierOctaves = 2
            $0.changes[name] = widened(from: 3, by: 12, with: 0)
        }
        let weighty = weightless.with { $0.changes[name] = widened(from: 3, by: 12, with: 0.1) }
        #expect(try await picture(weightless, set: set) == plain)
        #expect(try await picture(weighty, set: set).color != plain.color)
    }

    /// Takes the plain model's rows and appends columns.
    ///
    /// - Parameters:
    ///   - width: Columns that the plain model has.
    ///   - columns: Columns behind them.
    ///   - value: What these hold.
    /// - Returns: A change of the tensor.
    private func widened(
        from width: Int, by columns: Int, with value: Float
    ) -> @Sendable ([Float]) -> [Float] {
        let name =
            width == 3
            ? PublishedNames.fieldBlock(0).linear.weight : PublishedNames.featureBlock.linear.weight
        let plain =
            PublishedNames.tensors(of: model.configuration.generator)
            .first { $0.name == name }.map { model.values($0) } ?? []
        return { _ in
            stride(from: 0, to: plain.count, by: width).flatMap {
                plain[$0..<$0 + width] + [Float](repeating: value, count: columns)
            }
        }
    }
}
