import CIPS3DModel
import Foundation
import RunSettings
import Testing

@Suite("cips3d train --from")
struct TrainFromTests {
    private let scene: TrainingScene
    /// A run that has ended.
    private let old: URL

    init() throws {
        scene = try TrainingScene()
        old = scene.url.appendingPathComponent("old")
    }

    /// Trains two steps, and makes room for another run.
    private func train() throws {
        let result = try scene.train(scene.beginning("--kimg", "0.008"))
        try #require(result.status == 0, "\(result.output)")
        try FileManager.default.moveItem(at: scene.run, to: old)
    }

    private func refuse(_ from: String, saying words: String) async throws {
        try await Tool.refuse(
            ["train"] + scene.beginning("--from", from, "--kimg", "0.004"), status: 1,
            saying: words)
        #expect(!scene.names(in: scene.url).contains("run"))
    }

    @Test(
        "a run and its model begin another with what they have learned", arguments: ["", "model"])
    func begins(_ part: String) throws {
        try train()
        let from = part.isEmpty ? old : old.appendingPathComponent(part)
        let result = try scene.train(
            scene.beginning("--from", from.path, "--kimg", "0.004", "--seed", "3"))
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains(": 6 images found in "))
        #expect(scene.images == 4)
        let first = try TrainingScene.contents(of: #require(scene.snapshots.last))
        let model = try TrainingScene.contents(
            of: old.appendingPathComponent("model/model.safetensors"))
        for (name, numbers) in model { #expect(first["average/" + name] == numbers, "\(name)") }
        // Another seed begins with other weights, those of a run's discriminators come along.
        let last = try TrainingScene.contents(
            of: old.appendingPathComponent("snapshots/000000.008.safetensors"))
        let weights = first.filter {
            $0.key.hasPrefix("discriminator/") && $0.key.hasSuffix("weight")
        }
        #expect(!weights.isEmpty)
        for (name, numbers) in weights {
            #expect((numbers == last[name]) == part.isEmpty, "\(name)")
        }
    }

    @Test("--stage begins with one of several, otherwise the model's size says which")
    func stage() async throws {
        try train()
        let stages = """
            training.stages=[{"kimg": 0.004}, {"kimg": 0.004, "training": {"viewWeight": 1}}, \
            {"kimg": 0.004, "training": {"imageSize": 32}}]
            """
        let channels = ["mainChannels", "auxiliaryChannels"].flatMap {
            ["--set", "discriminator.\($0)=[4,4,4,4]"]
        }
        let options = scene.beginning("--from", old.path, "--set", stages) + channels
        let second = try scene.train(options + ["--stage", "2"])
        #expect(second.status == 0, "\(second.output)")
        #expect(second.output.contains("stage 1 of 2: 16x16"), "\(second.output)")
        #expect(second.output.contains("stage 2 of 2: 32x32"))
        #expect(second.output.contains("done at 0.0 kimg after 2 steps"))
        try FileManager.default.removeItem(at: scene.run)
        let larger = try scene.train(options)
        #expect(larger.output.contains("done at 0.0 kimg after 1 steps"), "\(larger.output)")
        try await Tool.refuse(
            ["train"] + options + ["--out", scene.url.path + "/other", "--stage", "4"], status: 1,
            saying: "There is no stage 4: they are numbered from 1 to 3")
        try await Tool.refuse(
            ["train"] + scene.beginning("--stage", "2"), status: 64, saying: "without --from")
    }

    @Test("the sizes of the generator come along, and the image may be larger")
    func sizes() throws {
        try train()
        let channels = "[4,4,4,4]"
        let result = try scene.train([
            "--data", scene.data.path, "--preset", "faces-32", "--from", old.path, "--out",
            scene.run.path, "--threads", "1", "--kimg", "0.016",
            "--set", "discriminator.kind=styleGAN2",
            "--set", "discriminator.mainChannels=\(channels)",
            "--set", "discriminator.auxiliaryChannels=\(channels)",
        ])
        #expect(result.status == 0, "\(result.output)")
        let configurations = try [old, scene.run].map {
            try Configuration(contentsOf: $0.appendingPathComponent("config.json"))
        }
        #expect(configurations[0].generator == configurations[1].generator)
        #expect(configurations.map(\.training.imageSize) == [16, 32])
        #expect(scene.images == 16)
    }

    @Test("a transfer keeps the shapes of the model to the bit, and changes what paints")
    func transfer() async throws {
        try await Tool.succeed([
            "train", "--from", TinyModel.path, "--data", scene.data.path, "--preset", "transfer-64",
            "--set", "training.imageSize=16", "--set", "training.gradientPixelCount=0",
            "--set", "training.batchSize=4", "--set", "discriminator.kind=styleGAN2",
            "--set", "training.measureInterval=0", "--kimg", "0.008", "--out", scene.run.path,
        ])
        let tiny = ModelFolder(url: URL(fileURLWithPath: TinyModel.path))
        let (before, after) = try (
            TrainingScene.contents(of: tiny.weightsURL),
            TrainingScene.contents(of: scene.run.appendingPathComponent("model/model.safetensors"))
        )
        for (name, numbers) in after {
            let part = try #require(GeneratorPart(ofTensor: name))
            switch part {
            case .inrBlock: continue
            default: #expect(numbers == before[name], "\(name)")
            }
        }
        #expect(after["inr_net.to_rgbs.32.linear.bias"] != before["inr_net.to_rgbs.32.linear.bias"])
        // Its NeRF is the model's, so that both blend.
        try await Tool.succeed([
            "blend", TinyModel.path, scene.run.appendingPathComponent("model").path, "--strength",
            "0.5", "--out", scene.url.appendingPathComponent("half").path,
        ])
    }

    @Test("frozen parts of nothing are refused in a sentence")
    func frozenNothing() async throws {
        try await Tool.refuse(
            [
                "train", "--data", scene.data.path, "--preset", "transfer-64", "--kimg", "0.004",
                "--out", scene.run.path,
            ], status: 1, saying: "begins with nothing; name one, as in --from Models/faces-64")
        #expect(!scene.names(in: scene.url).contains("run"))
    }

    @Test("a model of other sizes is refused, and nothing is written")
    func otherSizes() async throws {
        try await refuse(
            TinyModel.path,
            saying: "\(TinyModel.path) has a generator of other sizes than this run's; leave out "
                + "the settings generator.*, which it brings along.")
    }

    @Test("what is no model and no run is refused, and nothing is written")
    func neither() async throws {
        let absent = scene.url.appendingPathComponent("absent").path
        try await refuse(absent, saying: "\(absent) does not exist")
        try await refuse(scene.configuration.path, saying: "is a file")
        try await refuse(scene.data.path, saying: "has no config.json")
    }
}
