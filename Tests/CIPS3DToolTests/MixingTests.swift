import FileTesting
import Foundation
import ImageFiles
import ImageReading
import Testing

@Suite("Heads of several seeds")
struct MixingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @inline(never)
    private func render(_ options: [String], seed: String = "3") async throws -> Data {
        try await Tool.succeed(
            ["render", "--seed", seed, "--out", folder.path("x.png")] + TinyModel.options(options))
        return try folder.data("x.png")
    }

    @Test("mixed blocks change the picture, all of them alike in both engines")
    func mixing() async throws {
        var pictures: Set<Data> = [try await render([])]
        for mix in [["--mix", "9@4"], ["--mix", "9@16"], ["--mix", "9@4-8"]] {
            let fused = try await render(mix)
            #expect(pictures.insert(fused).inserted, "\(mix)")
            let torch = try await render(mix + ["--engine", "torch"])
            let pairs = try zip(
                Image.decode(fused, name: "").pixels, Image.decode(torch, name: "").pixels)
            // Rounding moves a value by a step of 256 at most.
            #expect(pairs.allSatisfy { abs(Int($0) - Int($1)) <= 1 }, "\(mix)")
        }
        // Its own appearance changes nothing, with truncation either.
        #expect(try await render(["--mix", "3@4"]) == render([]))
        #expect(
            try await render(["--mix", "3@8", "--psi", "0.5"]) == render(["--psi", "0.5"]))
        #expect(
            try await render(["--mix", "9@4", "--mix", "3@4"]) == render([]))
    }

    @Test("in z and in w, heads are those of the seeds at their places, and others between")
    func interpolation() async throws {
        for space in ["z", "w"] {
            try await Tool.succeed([
                "interpolate", "--model", TinyModel.path, "--seeds", "3,5", "--frames", "2",
                "--range", "0", "--space", space, "--size", "16", "--out", folder.path(space),
            ])
            let frames = try (0..<4).map { try folder.data("\(space)/frame-000\($0).png") }
            #expect(frames[0] == (try await render(["--yaw", "0"])))
            #expect(frames[2] == (try await render(["--yaw", "0"], seed: "5")))
            #expect(Set(frames).count >= 3)
        }
        #expect(
            try folder.data("z/frame-0001.png") != folder.data("w/frame-0001.png"))
    }

    @Test("a round turns the camera")
    func turning() async throws {
        try await Tool.succeed([
            "interpolate", "--model", TinyModel.path, "--seeds", "3,3", "--frames", "2", "--range",
            "20", "--engine", "torch", "--size", "16", "--out", folder.path("x"),
        ])
        let frames = try (0..<4).map { try folder.data("x/frame-000\($0).png") }
        #expect(
            frames[1] == (try await render(["--yaw", "20", "--engine", "torch"])))
        #expect(frames[1] != frames[3])
    }

    @Test(
        "wrong seeds and blocks are refused",
        arguments: [
            (["interpolate", "--seeds", "1", "--out", "x"], 64, "--seeds names one head"),
            (
                ["interpolate", "--seeds", "1,2", "--frames", "0", "--out", "x"], 64,
                "--frames is 0"
            ),
            (["interpolate", "--seeds", "1,2", "--space", "q", "--out", "x"], 64, "--space"),
            (
                ["interpolate", "--seeds", "0-99", "--frames", "5000", "--out", "x"], 64,
                "500000 pictures"
            ),
            (["render", "--mix", "9", "--out", "x.png"], 64, "as in 9@16"),
            (["render", "--mix", "9@64", "--out", "x.png"], 1, "the blocks 4, 8, 16, 32"),
        ])
    func refused(_ command: [String], _ status: Int32, _ words: String) async throws {
        try await Tool.refuse(
            command + ["--model", TinyModel.path], status: status, saying: words)
    }
}
