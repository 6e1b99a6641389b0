import CIPS3DModel
import CheckpointTesting
import FileTesting
import Foundation
import SafeTensors
import Testing

@Suite("cips3d import")
struct ImportCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var model: ModelFolder {
        ModelFolder(url: folder.url.appendingPathComponent("models/a"))
    }

    /// A checkpoint of a few channels.
    private func smallCheckpoint(adding extra: [String] = []) throws -> String {
        var sizes = GeneratorConfiguration()
        (sizes.nerf.width, sizes.inr.width, sizes.inr.blocks) = (8, 8, 4)
        (sizes.inr.styleWidth, sizes.nerf.styleWidth) = (8, 8)
        let names = PublishedNames.tensors(of: sizes)
        let data = CheckpointBytes.state(
            names.map { ($0.name, $0.shape, .init(repeating: 0.1, count: $0.shape.reduce(1, *))) }
                + extra.map { ($0, [1], [0]) })
        try data.write(to: folder.url.appendingPathComponent("small.pth"))
        return folder.path("small.pth")
    }

    @Test(
        "weights in the published sizes that PyTorch saved arrive number by number",
        .enabled("python3 with the torch of .libtorch is not there") { await PyTorch.isThere() },
        arguments: ["bare", "half", "training", "legacy"])
    func published(_ kind: String) async throws {
        let sizes = GeneratorConfiguration()
        let saved = try await PyTorch.run(
            PyTorch.save,
            [PyTorch.shapes(of: sizes), kind, folder.path("weights.pth"), folder.path("expected")])
        #expect(saved.status == 0, "\(saved.errors)")
        let result = try await Tool.succeed(
            ["import", folder.path("weights.pth"), "--out", model.url.path, "--size", "128"])
        #expect(result.output.contains("172 tensors"))
        #expect(result.output.contains("Next: cips3d render --model \(model.url.path)"))
        #expect(result.output.contains("G_ema") == (kind == "training"))
        #expect(
            result.output.contains("Ignored generator (172 tensors), optim") == (kind == "training")
        )

        let configuration = try model.readConfiguration()
        #expect(configuration.generator == sizes)
        #expect(configuration.camera == CameraConfiguration())
        #expect(configuration.imageSize == 128)
        let file = try SafeTensorsFile(contentsOf: model.weightsURL)
        let expected = try folder.data("expected")
        var place = 0
        for tensor in PublishedNames.tensors(of: sizes) {
            let count = 4 * tensor.shape.reduce(1, *)
            #expect(file.entries[tensor.name]?.shape == tensor.shape)
            let isEqual = try file.withUnsafeBytes(of: tensor.name) {
                expected[place..<place + count].elementsEqual($0)
            }
            #expect(isEqual, "\(tensor.name)")
            place += count
        }
        #expect(place == expected.count)
        #expect(file.names.count == 172)
    }

    @Test("an imported model renders, and says in its card where it is from")
    func renders() async throws {
        let file = try smallCheckpoint(adding: ["steps", "\u{1B}[2J"])
        let result = try await Tool.succeed(["import", file, "--out", model.url.path])
        #expect(result.output.contains("Ignored \\u{1B}[2J, steps.\n"))
        #expect(result.output.contains("inr.firstRGBBlock"))
        #expect(try model.readConfiguration().imageSize == 256)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: model.url.path).sorted()
                == ["README.md", "config.json", "mean.safetensors", "model.safetensors"])
        let card = try String(contentsOf: model.cardURL, encoding: .utf8)
        #expect(card.contains("| Imported from | small.pth |"))
        #expect(card.contains("| Images seen | not known |"))
        #expect(!card.contains("averaged over training"))
        try await Tool.succeed([
            "render", "--model", model.url.path, "--size", "8", "--psi", "0.7",
            "--out", folder.path("head.png"),
        ])
    }

    @Test("a model that is there is replaced with --force alone, and so is a stray README.md")
    func existing() async throws {
        let file = try smallCheckpoint()
        let arguments = ["import", file, "--out", model.url.path]
        try FileManager.default.createDirectory(
            at: model.url, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: model.cardURL)
        try await Tool.refuse(arguments, status: 1, saying: "already has README.md")
        #expect(try Data(contentsOf: model.cardURL) == Data("mine".utf8))
        try await Tool.succeed(arguments + ["--force"])
        try await Tool.refuse(arguments, status: 1, saying: "--force")
        try await Tool.succeed(arguments + ["--force", "--size", "64"])
        #expect(try model.readConfiguration().imageSize == 64)
    }

    @Test("what cannot be imported is refused in a sentence and leaves no folder behind")
    func refused() async throws {
        let calls = CheckpointBytes.archive(
            PickleBytes.whole(
                PickleBytes.call(
                    PickleBytes.global("posix", "system"),
                    PickleBytes.text("touch \(folder.path("was-run"))"))))
        let bare = PickleBytes.whole(Data("}".utf8))
        let cases: [(Data, String)] = [
            (calls, "calls for \"posix.system\""), (bare, "torch.save(model.state_dict()"),
            (Data("x".utf8), "is not a PyTorch checkpoint"),
            (CheckpointBytes.state([("a", [1], [0])]), "holds no generator of CIPS-3D"),
            (CheckpointBytes.state([("aux_to_rbg.0.weight", [3], [0, 0, 0])]), "is missing"),
        ]
        for (data, words) in cases {
            try data.write(to: folder.url.appendingPathComponent("bad.pth"))
            try await Tool.refuse(
                ["import", folder.path("bad.pth"), "--out", model.url.path], status: 1,
                saying: words)
        }
        try await Tool.refuse(
            ["import", folder.path("none.pth"), "--out", model.url.path], status: 1,
            saying: "No such file")
        #expect(try folder.names() == ["bad.pth"])
        let file = try smallCheckpoint()
        try await Tool.refuse(["import", file, "--out", file], status: 1, saying: "is a file")
        for size in ["0", "-1", "1000000"] {
            try await Tool.refuse(
                ["import", file, "--out", model.url.path, "--size=\(size)"], status: 64,
                saying: "--size is \(size)")
        }
    }

    @Test("safetensors are imported: of a model folder with its sizes and its camera, and alone")
    func safeTensors() async throws {
        let tiny = ModelFolder(url: URL(fileURLWithPath: TinyModel.path))
        let result = try await Tool.succeed([
            "import", tiny.weightsURL.path, "--out", model.url.path,
        ])
        #expect(!result.output.contains("check them in config.json"))
        #expect(try model.readConfiguration() == tiny.readConfiguration())
        #expect(try Data(contentsOf: model.weightsURL) == Data(contentsOf: tiny.weightsURL))

        // Alone, and under a name that says something else.
        let alone = folder.url.appendingPathComponent("weights.bin")
        try FileManager.default.copyItem(at: tiny.weightsURL, to: alone)
        let second = try await Tool.succeed([
            "import", alone.path, "--out", model.url.path, "--force",
        ])
        #expect(second.output.contains("check them in config.json"))
        let configuration = try model.readConfiguration()
        let expected = try tiny.readConfiguration()
        // A sphere stands behind the head: the rest is as in the presets that have one.
        #expect(configuration.generator == expected.generator)
        #expect(configuration.camera.finePass == expected.camera.finePass)
        #expect(configuration.imageSize == 256)
    }

    @Test("another program's config.json beside safetensors is left alone, and said so")
    func foreignConfiguration() async throws {
        let tiny = ModelFolder(url: URL(fileURLWithPath: TinyModel.path))
        let file = folder.url.appendingPathComponent("model.safetensors")
        try FileManager.default.copyItem(at: tiny.weightsURL, to: file)
        try Data(#"{"architectures": ["LlamaForCausalLM"]}"#.utf8)
            .write(to: folder.url.appendingPathComponent("config.json"))
        let result = try await Tool.succeed(["import", file.path, "--out", model.url.path])
        #expect(result.output.contains("The config.json beside the file is not used: "))

        var other = try tiny.readConfiguration()
        other.generator.nerf.width = 20
        try other.encodedJSON().write(to: folder.url.appendingPathComponent("config.json"))
        let second = try await Tool.succeed([
            "import", file.path, "--out", model.url.path, "--force",
        ])
        #expect(second.output.contains("is not used: it describes another model."))
    }

    @Test("safetensors of something else, and damaged ones, are refused in a sentence")
    func otherSafeTensors() async throws {
        let file = folder.url.appendingPathComponent("weights.safetensors")
        var writer = SafeTensorsWriter()
        writer.add("lm_head.weight", shape: [2], floats: [1, 2])
        try writer.write(to: file)
        let arguments = ["import", file.path, "--out", model.url.path]
        try await Tool.refuse(
            arguments, status: 1,
            saying: "holds no generator of CIPS-3D (its keys are lm_head.weight)")
        let whole = try Data(contentsOf: file)
        try whole.dropLast(3).write(to: file)
        try await Tool.refuse(arguments, status: 1, saying: "lm_head.weight")
        try Data([1, 2, 3]).write(to: file)
        try await Tool.refuse(arguments, status: 1, saying: "has only 3 bytes")
        try Data("<html>".utf8).write(to: file)
        try await Tool.refuse(arguments, status: 1, saying: "is a web page")
    }
}
