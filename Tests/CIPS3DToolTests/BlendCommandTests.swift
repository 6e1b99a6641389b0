import CIPS3DModel
import CIPS3DNetworks
import FileTesting
import Foundation
import Testing
import Torch
import TorchNN

@Suite("cips3d blend")
struct BlendCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The tiny model with other colours, or with another NeRF.
    private func variant(scaling part: GeneratorPart) throws -> String {
        let model = try Model(contentsOf: ModelFolder(url: URL(fileURLWithPath: TinyModel.path)))
        let store = model.generator.parameters
        for (path, tensor) in zip(store.paths, store.tensors)
        where GeneratorPart(ofTensor: path) == part {
            InPlace.scale([tensor], by: -1)
        }
        let url = folder.url.appendingPathComponent("variant")
        try model.write(
            to: ModelFolder(url: url),
            card: ModelCard(
                title: "Variant", configuration: model.configuration, imagesSeen: nil,
                dataName: nil))
        return url.path
    }

    private func picture(_ model: String) async throws -> Data {
        try await Tool.succeed([
            "render", "--model", model, "--seed", "3", "--out", folder.path("x.png"),
        ])
        return try folder.data("x.png")
    }

    @Test("its model is rendered like any other: the first, the second, and between")
    func blends() async throws {
        let other = try variant(scaling: .inrBlock(3))
        let ends = [try await picture(TinyModel.path), try await picture(other)]
        for (options, expected) in [
            (["--strength", "0"], ends[0]), (["--strength", "1"], ends[1]),
            (["--blocks", "4-16"], ends[0]), (["--blocks", "32-1024"], ends[1]),
            (["--weights", "16=0,...,32=1"], ends[1]),
        ] {
            let result = try await Tool.succeed(
                ["blend", TinyModel.path, other, "--out", folder.path("out"), "--force"] + options)
            #expect(result.output.contains("cips3d render --model \(folder.path("out"))"))
            #expect(try await picture(folder.path("out")) == expected, "\(options)")
        }
        try await Tool.succeed([
            "blend", TinyModel.path, other, "--out", folder.path("half"), "--strength", "0.5",
        ])
        #expect(try await !ends.contains(picture(folder.path("half"))))
        let card = try String(contentsOfFile: folder.path("half/README.md"), encoding: .utf8)
        #expect(card.contains("4=0.5, 8=0.5, 16=0.5, 32=0.5"))
    }

    @Test("another NeRF, a taken folder and blocks that are not there are refused in a sentence")
    func refused() async throws {
        let other = try variant(scaling: .nerf)
        let blend = ["blend", TinyModel.path, other, "--out"]
        try await Tool.refuse(
            blend + [folder.path("out"), "--strength", "0.5"], status: 1,
            saying: "their NeRFs differ, most in siren.")
        try await Tool.refuse(
            blend + [other, "--strength", "0.5"], status: 1, saying: "already has")
        try await Tool.refuse(
            blend + [folder.path("out"), "--blocks", "64"], status: 1,
            saying: "--blocks names none of the models' blocks, 4, 8, 16, 32")
        try await Tool.refuse(
            blend + [folder.path("out"), "--weights", "4=0,64=1"], status: 1,
            saying: "--weights names block 64")
        try await Tool.refuse(
            [
                "blend", TinyModel.path, folder.path("none"), "--out", folder.path("out"),
                "--strength", "1",
            ], status: 1, saying: "none")
        #expect(try folder.names() == ["variant"])
    }

    @Test(
        "a wrong command line is refused",
        arguments: [
            ([], "give --blocks, --strength or --weights"),
            (["--strength", "2"], "--strength is 2"),
            (["--strength", "1", "--weights", "4=1"], "--weights excludes"),
            (["--blocks", "5"], "write blocks of 4, 8, 16"),
            (["--weights", "4=0,4=1"], "write each block once"),
            (["--weights", "4=2"], "write each block once"),
            (["--weights", "..."], "write at least one block"),
        ])
    func wrongCommandLine(_ options: [String], _ words: String) async throws {
        try await Tool.refuse(
            ["blend", TinyModel.path, TinyModel.path, "--out", folder.path("out")] + options,
            status: 64, saying: words)
        #expect(try folder.names().isEmpty)
    }
}
