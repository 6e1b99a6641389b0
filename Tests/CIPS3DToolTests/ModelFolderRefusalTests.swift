import CIPS3DModel
import FileTesting
import Foundation
import SafeTensors
import Testing

@Suite("A model folder that cannot be used")
struct ModelFolderRefusalTests {
    private let folder: TemporaryFolder
    private let model: ModelFolder

    init() throws {
        folder = try TemporaryFolder()
        model = ModelFolder(url: folder.url.appendingPathComponent("model"))
        try TinyModel.write(to: model.url)
    }

    private func refuse(saying words: String...) async throws {
        for word in words {
            try await Tool.refuse(
                ["render", "--model", model.url.path, "--out", folder.path("x.png")], status: 1,
                saying: word)
        }
        #expect(try folder.names() == ["model"])
    }

    @Test("all missing, added and misshapen tensors are listed at once")
    func mismatch() async throws {
        let file = try SafeTensorsFile(contentsOf: model.weightsURL)
        var writer = SafeTensorsWriter()
        for name in file.names where name != "siren.final_layer.bias" {
            guard let entry = file.entries[name] else { continue }
            let shape = name == "aux_to_rbg.0.weight" ? [entry.shape.reduce(1, *)] : entry.shape
            writer.add(name, shape: shape, floats: try file.floats(name))
        }
        writer.add("stray", shape: [1], floats: [0])
        try writer.write(to: model.weightsURL)
        try await refuse(
            saying: "siren.final_layer.bias is missing; aux_to_rbg.0.weight has shape [96], "
                + "expected [3, 32]; stray is unexpected")
    }

    @Test("a missing folder and a file in its place are told apart")
    func noFolder() async throws {
        try FileManager.default.removeItem(at: model.url)
        let command = ["render", "--model", model.url.path, "--out", folder.path("x.png")]
        try await Tool.refuse(command, status: 1, saying: "does not exist")
        try Data().write(to: model.url)
        try await Tool.refuse(command, status: 1, saying: "is a file")
    }

    @Test("missing weights, weights that are cut short and a header of absurd length are refused")
    func damagedWeights() async throws {
        let whole = try Data(contentsOf: model.weightsURL)
        try whole.prefix(whole.count / 2).write(to: model.weightsURL)
        try await refuse(saying: "model.safetensors")
        try Data(repeating: 0xFF, count: 64).write(to: model.weightsURL)
        try await refuse(saying: "model.safetensors")
        try FileManager.default.removeItem(at: model.weightsURL)
        try await refuse(saying: "model.safetensors cannot be read")
    }

    @Test("a configuration with an unknown key is refused")
    func unknownKey() async throws {
        let text = try String(contentsOf: model.configurationURL, encoding: .utf8)
        try text.replacing("\"imageSize\"", with: "\"imageSise\"")
            .write(to: model.configurationURL, atomically: true, encoding: .utf8)
        let result = try await Tool.run(
            ["render", "--model", model.url.path, "--out", folder.path("x.png")])
        #expect(result.status == 1)
        #expect(result.errors.contains("imageSise"))
        #expect(try folder.names() == ["model"])
    }

    @Test("sizes beyond what the weights could fill are refused without filling the memory")
    func absurdSizes() async throws {
        var configuration = try model.readConfiguration()
        configuration.generator.inr.width = 65_536
        try model.writeConfiguration(configuration)
        try await refuse(saying: "use the weights and the configuration of one model")
    }

    @Test("a damaged mean is refused")
    func damagedMean() async throws {
        try Data("no mean".utf8).write(to: model.meanURL)
        try await refuse(saying: "mean.safetensors")
    }
}
