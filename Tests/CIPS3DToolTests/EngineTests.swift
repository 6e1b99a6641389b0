import FileTesting
import Foundation
import ImageFiles
import ImageReading
import InnerLoops
import Testing

@Suite("The two engines behind render")
struct EngineTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func image(
        _ options: [String], environment: [String: String] = [:]
    ) async throws -> Image {
        try await Tool.succeed(
            ["render", "--out", folder.path("x.png")] + TinyModel.options(options),
            environment: environment)
        return try Image.decode(folder.data("x.png"), name: "x.png")
    }

    /// The largest difference of any sample, in levels of 256.
    private func difference(_ a: Image, _ b: Image) throws -> Int {
        try #require(a.width == b.width && a.height == b.height)
        return zip(a.pixels, b.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }

    @Test(
        "give the same picture within one level",
        arguments: [
            ["--seeds", "3-5"], ["--size", "1"], ["--size", "33", "--yaw", "-20", "--fov", "20"],
            ["--psi", "0.6"], ["--psi", "0"], ["--jitter", "--seed", "9"], ["--aux"],
        ])
    func agreement(_ options: [String]) async throws {
        let fused = try await image(options)
        let torch = try await image(options + ["--engine", "torch"])
        // Both are within 1e-4 of one another, and one level is 8e-3: only a value in the middle
        // between two levels may be rounded to either.
        #expect(try difference(fused, torch) <= 1)
    }

    @Test("give the same depths within two parts in ten thousand of their range")
    func depths() async throws {
        let engines = ["fused", "torch"]
        for engine in engines {
            _ = try await image(["--engine", engine, "--depth", folder.path(engine + ".png")])
        }
        let images = try engines.map { try GrayImage16.decode(folder.data($0 + ".png"), name: $0) }
        let differences = zip(images[0].pixels, images[1].pixels).map { abs(Int($0) - Int($1)) }
        #expect(differences.count == TinyModel.imageSize * TinyModel.imageSize)
        // Rounding of single precision in the weights, over a range of 65535 levels.
        #expect((differences.max() ?? .max) <= 13)
    }

    @Test("a head of psi 0 is the same for every seed")
    func meanHead() async throws {
        let one = try await image(["--psi", "0", "--seed", "1"])
        #expect(try await image(["--psi", "0", "--seed", "2"]).pixels == one.pixels)
        #expect(try await image(["--seed", "1"]).pixels != one.pixels)
    }

    @Test("bfloat16 gives nearly the picture of float32")
    func bfloat16() async throws {
        let exact = try await image(["--size", "32"])
        let narrow = try await image(["--size", "32", "--precision", "bfloat16"])
        #expect(narrow.pixels != exact.pixels)
        let squares = zip(exact.pixels, narrow.pixels).map { pow(Double($0) - Double($1), 2) }
        let meanSquare = squares.reduce(0, +) / Double(squares.count)
        // 40 dB of 255: the eight bits of bfloat16 lose about as much as a level or two.
        #expect(10 * log10(255 * 255 / meanSquare) > 40)
    }

    @Test("every instruction set that is there gives the picture")
    func instructionSets() async throws {
        let best = try await image(["--seed", "2"])
        let portable = try await image(["--seed", "2"], environment: ["CIPS3D_ISA": "portable"])
        // As between the engines: sums are made in another order.
        #expect(try difference(best, portable) <= 1)
    }

    @Test(
        "an instruction set that is not there is refused in one sentence",
        arguments: ["render", "orbit", "bench"])
    func unknownInstructionSet(_ command: String) async throws {
        var options = ["--model", TinyModel.path]
        if command != "bench" {
            options += ["--seed", "1", "--out"]
            options.append(folder.path(command == "render" ? "x.png" : "x.mp4"))
        }
        try await Tool.refuse(
            [command] + options, status: 1, saying: "CIPS3D_ISA is “nonsense”",
            environment: ["CIPS3D_ISA": "nonsense"])
        #expect(try folder.names().isEmpty)
    }

    @Test(
        "engines that cannot do what is asked are refused with one sentence and status 64",
        arguments: [
            (["--engine", "torch", "--precision", "bfloat16"], "--precision bfloat16 is for"),
            (["--device", "cuda", "--precision", "bfloat16"], "--precision bfloat16 is for"),
            (
                ["--device", "cuda:0", "--engine", "fused"],
                "--engine fused computes on a processor"
            ),
            (["--engine", "onnx"], "--engine"),
            (["--precision", "float16"], "--precision"),
            (["--threads", "1025"], "--threads is 1025"),
        ])
    func wrongEngine(_ options: [String], _ words: String) async throws {
        for (command, name) in [("render", "x.png"), ("orbit", "x.mp4")] {
            try await Tool.refuse(
                [command, "--model", TinyModel.path, "--seed", "1", "--out", folder.path(name)]
                    + options, status: 64, saying: words)
        }
        #expect(try folder.names().isEmpty)
    }
}
