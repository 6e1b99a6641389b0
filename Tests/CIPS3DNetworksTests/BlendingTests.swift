import CIPS3DModel
import CIPS3DNetworks
import Testing
import Torch
import TorchNN

@Suite("Blending models")
struct BlendingTests {
    private let configuration = SmallGenerator.configuration

    /// A model of its own seed, whose NeRF and mapping of shapes are those of another one.
    private func model(seed: UInt64, nerfOf other: Model? = nil) -> Model {
        let generator = Generator(
            configuration, camera: CameraConfiguration(), parameters: ParameterStore(seed: seed))
        for path in generator.parameters.paths {
            guard [.nerf, .shapeMapping].contains(GeneratorPart(ofTensor: path)),
                let value = other?.generator.parameters[path]
            else { continue }
            generator.parameters[path]?.copy(from: value)
        }
        return Model(generator: generator, imageSize: 32)
    }

    private func numbers(_ model: Model) -> [String: [Float]] {
        let store = model.generator.parameters
        return Dictionary(uniqueKeysWithValues: zip(store.paths, store.tensors.map { $0.array() }))
    }

    @Test("shares of 0 and 1 take blocks to the bit, and the mapping between")
    func blocks() throws {
        let first = model(seed: 1)
        let second = model(seed: 2, nerfOf: first)
        let (a, b) = (numbers(first), numbers(second))
        let blend = numbers(
            try first.blended(with: second, BlendWeights(blocks: [0, 0, 1, 1])))
        for (path, values) in blend {
            switch GeneratorPart(ofTensor: path) {
            case .inrBlock(let index): #expect(values == (index < 2 ? a : b)[path], "\(path)")
            case .appearanceMapping:
                for (value, (x, y)) in zip(values, zip(a[path] ?? [], b[path] ?? [])) {
                    #expect(abs(value - (x + y) / 2) < 1e-6)
                }
            default: #expect(values == a[path], "\(path)")
            }
        }
    }

    @Test("a blend with itself, and one of no share, is the model")
    func identity() throws {
        let first = model(seed: 1)
        let second = model(seed: 2, nerfOf: first)
        #expect(
            numbers(try first.blended(with: second, BlendWeights(blocks: [0, 0, 0, 0])))
                == numbers(first))
        let all = numbers(try first.blended(with: second, BlendWeights(blocks: [1, 1, 1, 1])))
        let b = numbers(second)
        for (path, values) in all where GeneratorPart(ofTensor: path) != .auxiliary {
            #expect(values == b[path], "\(path)")
        }
    }

    @Test("another NeRF is refused with the tensor that differs most")
    func otherNeRF() throws {
        let first = model(seed: 1)
        let second = model(seed: 2, nerfOf: first)
        let parameters = second.generator.parameters
        for (path, factor) in [
            (PublishedNames.density.weight, 1.5), (PublishedNames.shapeMapping(0).weight, 1.25),
        ] { try InPlace.scale([#require(parameters[path])], by: factor) }
        let error = try #require(throws: BlendError.self) {
            _ = try first.blended(with: second, BlendWeights(blocks: [1, 1, 1, 1]))
        }
        #expect(error.description.contains("most in siren.final_layer.weight, by 50 %"))
        InPlace.scale(try [#require(parameters[PublishedNames.density.bias])], by: .nan)
        #expect(throws: BlendError.self) {
            _ = try first.blended(with: second, BlendWeights(blocks: [1, 1, 1, 1]))
        }
    }

    @Test("other sizes are refused")
    func otherSizes() {
        var wider = configuration
        wider.inr.width += 1
        let other = Model(
            generator: Generator(
                wider, camera: CameraConfiguration(), parameters: ParameterStore()),
            imageSize: 32)
        #expect(throws: BlendError.sizes) {
            _ = try model(seed: 1).blended(with: other, BlendWeights(blocks: [1, 1, 1, 1]))
        }
    }
}
