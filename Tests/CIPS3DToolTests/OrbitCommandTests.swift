import Foundation
import ImageFiles
import Testing

@Suite("cips3d orbit")
struct OrbitCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func orbit(_ name: String, _ options: [String]) async throws {
        try await Tool.succeed(
            ["orbit", "--model", TinyModel.path, "--seed", "3", "--out", folder.path(name)]
                + options)
    }

    /// What ffprobe says about the first stream, as `codec,width,height,frames`.
    private func probe(_ name: String) async throws -> String {
        let result = try await Tool.run(
            [
                "ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0",
                "-show_entries", "stream=codec_name,width,height,nb_read_frames", "-of",
                "csv=p=0", folder.path(name),
            ], program: URL(fileURLWithPath: "/usr/bin/env"))
        #expect(result.errors.isEmpty)
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test("an MP4 is H.264 with all frames, on every path", arguments: ["yaw", "circle", "dolly"])
    func mp4(_ path: String) async throws {
        try await orbit("head.mp4", ["--frames", "5", "--size", "32", "--path", path])
        #expect(try await probe("head.mp4") == "h264,32,32,5")
        #expect(try folder.names() == ["head.mp4"])
    }

    @Test("a GIF has all frames")
    func gif() async throws {
        try await orbit("head.gif", ["--frames", "4"])
        #expect(try await probe("head.gif") == "gif,16,16,4")
    }

    @Test("a name without ending is a folder of the pictures that render makes")
    func frames() async throws {
        try await orbit("head", ["--frames", "4", "--range", "20"])
        let names = (0..<4).map { "frame-000\($0).png" }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path("head")).sorted()
                == names)
        // A quarter of the round: yaw = range · sin(π / 2).
        try await Tool.succeed([
            "render", "--model", TinyModel.path, "--seed", "3", "--yaw", "20", "--out",
            folder.path("still.png"),
        ])
        #expect(try folder.data("head/frame-0001.png") == folder.data("still.png"))
    }

    @Test(
        "a wrong command line is refused with one sentence and status 64",
        arguments: [
            (["--frames", "0"], "--frames is 0"),
            (["--fps", "0"], "--fps is 0"),
            (["--size", "0"], "--size is 0"),
            (["--range", "nan"], "--range is nan"),
            (["--range", "200"], "--range is 200.0"),
            (["--range", "10", "--path", "dolly"], "--range has no meaning"),
            (["--path", "spiral"], "--path"),
        ])
    func wrongCommandLine(_ options: [String], _ words: String) async throws {
        try await Tool.refuse(
            [
                "orbit", "--model", TinyModel.path, "--seed", "3", "--out", folder.path("x.mp4"),
            ] + options, status: 64, saying: words)
        #expect(try folder.names().isEmpty)
    }

    @Test("another ending, a missing seed and a folder that holds other files are refused")
    func wrongPlaces() async throws {
        let command = ["orbit", "--model", TinyModel.path, "--seed", "3", "--out"]
        try await Tool.refuse(
            command + [folder.path("x.avi")], status: 64, saying: "name a .mp4 file")
        try await Tool.refuse(
            command + [folder.path("none/x.mp4")], status: 1, saying: "does not exist")
        try await Tool.refuse(
            ["orbit", "--model", TinyModel.path, "--out", folder.path("x.mp4")], status: 64,
            saying: "--seed")
        try FileManager.default.createDirectory(
            atPath: folder.path("mine"), withIntermediateDirectories: false)
        try Data("letter".utf8).write(to: folder.url.appendingPathComponent("mine/letter.txt"))
        try await Tool.refuse(
            command + [folder.path("mine")], status: 1, saying: "letter.txt")
        #expect(try folder.names() == ["mine"])
    }
}
