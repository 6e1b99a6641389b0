import CIPS3DModel
import FileTesting
import Foundation
import RunSettings
import SafeTensors
import Testing

@Suite("Models whose heads cannot be shown")
struct BrokenModelTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The tiny model's weights in a file, after a change.
    private func weights(_ change: (String, [Float]) -> [Float]) throws -> String {
        let tiny = try SafeTensorsFile(
            contentsOf: ModelFolder(url: URL(fileURLWithPath: TinyModel.path)).weightsURL)
        var writer = SafeTensorsWriter()
        for name in tiny.names {
            let values = change(name, try tiny.floats(name))
            writer.add(name, shape: tiny.entries[name]?.shape ?? [], floats: values)
        }
        let file = folder.url.appendingPathComponent("weights.safetensors")
        try writer.write(to: file)
        return file.path
    }

    /// Imports a file and expects the warning.
    private func imported(_ file: String, warning: String) async throws -> String {
        let model = folder.path("model")
        let result = try await Tool.succeed(["import", file, "--out", model, "--size", "16"])
        #expect(
            result.output.contains("Warning: The head of seed 0 cannot be shown: \(warning)"),
            "\(result.output)")
        return model
    }

    @Test("numbers that overflow are refused by every command, and named at import")
    func overflow() async throws {
        let layer = PublishedNames.auxiliaryHead
        let file = try weights { name, values in
            name == layer.bias ? values.map { _ in 1e30 } : values
        }
        let words = "its numbers overflow, first in the layer \(layer.path)"
        let model = try await imported(file, warning: words)
        let out = folder.path("head.png")
        for engine in ["fused", "torch"] {
            try await Tool.refuse(
                [
                    "render", "--model", model, "--seeds", "3,4", "--size", "8", "--engine", engine,
                    "--out", out,
                ],
                status: 1, saying: "The head of seed 3 cannot be shown: \(words)")
        }
        try await Tool.refuse(
            [
                "orbit", "--model", model, "--seed", "3", "--size", "8", "--frames", "4", "--out",
                folder.path("frames"),
            ],
            status: 1, saying: "Picture 1 of 4 cannot be shown: \(words)")
        try await Tool.refuse(
            ["evaluate", "--model", model, "--metrics", "flatness"], status: 1,
            saying: "The head of seed 0 cannot be shown: \(words)")
        try await Tool.refuse(
            ["bench", "--model", model, "--sizes", "8"], status: 1, saying: words)
        #expect(try folder.names() == ["model", "weights.safetensors"])
    }

    @Test("styles that overflow are named by the layer that makes them")
    func styles() async throws {
        let layer = PublishedNames.shapeMapping(1)
        let file = try weights { name, values in
            name == layer.bias ? values.map { _ in 1e25 } : values
        }
        let words = "its numbers overflow, first in the layer \(layer.path)"
        let model = try await imported(file, warning: words)
        try await Tool.refuse(
            [
                "interpolate", "--model", model, "--seeds", "1,2", "--frames", "2", "--size", "8",
                "--out", folder.path("frames"),
            ],
            status: 1, saying: "The head of seed 1 cannot be shown: \(words)")
    }

    @Test("weights of zero are told from a dark picture")
    func zeros() async throws {
        let words = "all its pixels are alike, from the layer "
        let model = try await imported(
            weights { $1.map { _ in 0 } }, warning: words)
        let render = ["render", "--model", model, "--size", "8", "--out", folder.path("head.png")]
        for engine in ["fused", "torch"] {
            try await Tool.refuse(
                render + ["--engine", engine], status: 1,
                saying: "The head of seed 0 cannot be shown: \(words)")
        }
        let painter = PublishedNames.painter(
            Configuration.faces32.generator.inr.blocks - 1)
        let dark = try weights { name, values in
            name == painter.bias ? values.map { _ in -50 } : values
        }
        try await Tool.succeed(["import", dark, "--out", model, "--size", "16", "--force"])
        for engine in ["fused", "torch"] {
            try await Tool.succeed(render + ["--engine", engine])
        }
    }
}
