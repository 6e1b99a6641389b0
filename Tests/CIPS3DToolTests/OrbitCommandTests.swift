import FileTesting
import Foundation
import ImageFiles
import Testing

@Suite("cips3d orbit")
struct OrbitCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func orbit(_ name: String, _ options: [String]) async throws {
        try await Tool.succeed(
            ["orbit", "--seed", "3", "--out", folder.path(name)] + TinyModel.options(options))
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

    @Test(
        "a name without ending is a folder of the pictures that render makes, in either engine",
        arguments: ["fused", "torch"])
    func frames(_ engine: String) async throws {
        try await orbit(
            "head", ["--frames", "4", "--range", "20", "--psi", "0.8", "--engine", engine])
        let names = (0..<4).map { "frame-000\($0).png" }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path("head")).sorted()
                == names)
        // Quarters of the round: yaw = range · sin φ.
        for (name, yaw) in zip(names, ["0", "20", nil, "-20"]) {
            // At half of the round the sine is not exactly zero.
            guard let yaw else { continue }
            try await Tool.succeed([
                "render", "--model", TinyModel.path, "--seed", "3", "--yaw", yaw, "--psi", "0.8",
                "--engine", engine, "--size", "16", "--out", folder.path("still.png"),
            ])
            #expect(try folder.data("head/" + name) == folder.data("still.png"), "\(name)")
        }
    }

    @Test(
        "several heads make a grid, raised and painted as asked for; WebM and folders are transparent"
    )
    func variants() async throws {
        let options = ["--frames", "2", "--size", "8"]
        try await Tool.succeed(
            ["orbit", "--seeds", "1-5", "--pitch", "10", "--aux", "--out", folder.path("grid.mp4")]
                + TinyModel.options(options))
        #expect(try await probe("grid.mp4") == "h264,24,16,2")
        try await orbit("clear.webm", options + ["--transparent"])
        #expect(try await probe("clear.webm") == "vp9,8,8,2")
        try await orbit("clear", options + ["--transparent"])
        #expect(try folder.data("clear/frame-0001.png")[25] == 6)
        try await orbit("depth.gif", options + ["--depth"])
        #expect(try await probe("depth.gif") == "gif,8,8,2")
        // A folder may have a dot in its name, and is not written over by itself.
        try await orbit("ver.1", options)
        let again = ["orbit", "--out", folder.path("ver.1")] + TinyModel.options(options)
        try await Tool.refuse(again, status: 1, saying: "--force")
        try await Tool.succeed(again + ["--force"])
    }

    @Test("what a format cannot hold is said")
    func adjustments() async throws {
        let video = ["orbit", "--frames", "2", "--out"]
        let odd = try await Tool.succeed(
            video + [folder.path("odd.mp4")] + TinyModel.options(["--size", "15"]))
        #expect(odd.errors.contains("16x16 pixels"))
        let fast = try await Tool.succeed(
            video + [folder.path("fast.gif")] + TinyModel.options(["--fps", "60"]))
        #expect(fast.errors.contains("50 pictures a second and not 60"))
    }

    @Test(
        "Ctrl-C and SIGTERM end with one sentence, and leave nothing behind",
        arguments: [SIGINT, SIGTERM])
    func interruption(_ signal: Int32) async throws {
        let log = folder.url.appendingPathComponent("log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = Tool.url
        process.arguments = [
            "orbit", "--quiet", "--model", TinyModel.path, "--seed", "3", "--size", "64",
            "--frames", "9999",
            "--out", folder.path("head"),
        ]
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        // The temporary folder is there as soon as the first picture is asked for. A task that
        // sleeps could be woken after the last one, while other tests keep all threads busy.
        while process.isRunning, try folder.names().count < 2 { usleep(2_000) }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        let words = try String(contentsOf: log, encoding: .utf8)
        #expect(words.hasPrefix("Error: ") && words.contains("was interrupted"), "\(words)")
        #expect(words.split(separator: "\n").count == 1)
        #expect(try folder.names() == ["log"])
    }

    @Test("an ffmpeg that stops in the middle ends the command with its last words")
    func encoderFails() async throws {
        let programs = folder.url.appendingPathComponent("bin")
        try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: false)
        let script = programs.appendingPathComponent("ffmpeg")
        try Data("#!/bin/sh\nhead -c 9000 >/dev/null\necho broke >&2\nexit 3\n".utf8)
            .write(to: script)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: script.path)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        try await Tool.refuse(
            [
                "orbit", "--model", TinyModel.path, "--seed", "3", "--frames", "500", "--out",
                folder.path("head.mp4"),
            ], status: 1, saying: "ffmpeg failed (broke)",
            environment: ["PATH": programs.path + ":" + path])
        #expect(try folder.names() == ["bin"])
    }

    @Test(
        "a wrong command line is refused with one sentence and status 64",
        arguments: [
            (["--frames", "0"], "--frames is 0"),
            (["--fps", "0"], "--fps is 0"),
            (["--size", "0"], "--size is 0"),
            (["--range", "nan"], "--range is nan"),
            (["--out", "-"], "cannot go to standard output"),
            (["--range", "200"], "--range is 200.0"),
            (["--range", "10", "--path", "dolly"], "--range has no meaning"),
            (["--path", "spiral"], "--path"),
            (["--transparent"], "--transparent is nothing that .mp4 can hold"),
            (["--depth", "--aux"], "--depth excludes --aux"),
            (["--fov", "10", "--path", "dolly"], "--fov has no meaning"),
            (["--frames", "-1"], "--frames is -1"),
            (["--fps", "-1"], "--fps is -1"),
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
            command + [folder.path("x.avi")], status: 1, saying: "name a .mp4, .webm or .gif")
        try FileManager.default.createDirectory(
            atPath: folder.path("mine"), withIntermediateDirectories: false)
        try Data("letter".utf8).write(to: folder.url.appendingPathComponent("mine/letter.txt"))
        try await Tool.refuse(
            command + [folder.path("mine")], status: 1, saying: "letter.txt")
        #expect(try folder.names() == ["mine"])
    }
}
