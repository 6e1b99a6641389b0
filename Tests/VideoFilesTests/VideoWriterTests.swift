import FileTesting
import Foundation
import ImageFiles
import ImageReading
import Subprocess
import Testing
import VideoFiles

@Suite("Writing videos")
struct VideoWriterTests {
    private struct Stop: Error {}

    @Test("an MP4 is H.264 in yuv420p with every frame, its odd sizes made even")
    func mp4() async throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("a.mp4")
        try await VideoWriter.write(
            frameCount: 8, size: (33, 17), framesPerSecond: 4, to: url
        ) { frame($0, width: 33, height: 17) }
        let facts = try await probe(url)
        #expect(
            facts == [
                "codec_name": "h264", "width": "34", "height": "18", "pix_fmt": "yuv420p",
                "r_frame_rate": "4/1", "nb_read_frames": "8", "color_space": "bt709",
            ])
        // With the index in front a browser starts before the file has arrived.
        let bytes = try Data(contentsOf: url)
        let index = try #require(bytes.range(of: Data("moov".utf8)))
        let frames = try #require(bytes.range(of: Data("mdat".utf8)))
        #expect(index.lowerBound < frames.lowerBound)
        #expect(try folder.names() == ["a.mp4"])
    }

    @Test("an MP4 shows the colours that went in")
    func colours() async throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("a.mp4")
        let colour: [UInt8] = [200, 60, 90]
        try await VideoWriter.write(
            frameCount: 2, size: (16, 16), framesPerSecond: 1, to: url
        ) { _ in Image(width: 16, height: 16, pixels: (0..<256).flatMap { _ in colour }) }
        let result = try await run(
            .name("ffmpeg"),
            arguments: [
                "-loglevel", "error", "-i", url.path, "-frames:v", "1", "-f", "rawvideo",
                "-pix_fmt", "rgb24", "-",
            ], output: .bytes(limit: 1 << 16))
        let shown = Array(result.standardOutput.prefix(3))
        try #require(shown.count == 3)
        // One step of 8-bit YUV is up to 2.1 of blue, the way there and back rounds twice, and the
        // encoder's quantiser may shift a flat picture by one step.
        for (a, b) in zip(shown, colour) { #expect(abs(Int(a) - Int(b)) <= 5) }
    }

    @Test("a GIF has every frame, repeats for ever and keeps its odd size")
    func gif() async throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("a.GIF")
        try await VideoWriter.write(
            frameCount: 8, size: (17, 9), framesPerSecond: 10, to: url
        ) { frame($0, width: 17, height: 9) }
        let facts = try await probe(url)
        #expect(facts["codec_name"] == "gif")
        #expect(facts["width"] == "17" && facts["height"] == "9")
        #expect(facts["nb_read_frames"] == "8")
        // Netscape's extension with zero repetitions means no end.
        let loop = Data("NETSCAPE2.0".utf8) + [3, 1, 0, 0]
        #expect(try Data(contentsOf: url).range(of: loop) != nil)
    }

    @Test(
        "a folder gets one PNG a frame, exactly, and a later one replaces an earlier one where it may"
    )
    func pngFolder() async throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("frames")
        for count in [8, 3] {
            let place = try VideoDestination(url, replacesFrames: true)
            try await VideoWriter(destination: place, framesPerSecond: 1).write(
                frameCount: count, size: (6, 5)
            ) { frame($0, width: 6, height: 5) }
            let names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
            #expect(names == (0..<count).map { "frame-000\($0).png" })
        }
        let data = try Data(contentsOf: url.appendingPathComponent("frame-0002.png"))
        #expect(try Image.decode(data, name: "2") == frame(2, width: 6, height: 5))
        #expect(try folder.names() == ["frames"])
    }

    @Test("frames that fail leave nothing behind and their error is passed on", arguments: [0, 5])
    func failingFrames(last: Int) async throws {
        for name in ["a.mp4", "a.gif", "frames"] {
            let folder = try TemporaryFolder()
            let url = folder.url.appendingPathComponent(name)
            await #expect(throws: Stop.self) {
                try await VideoWriter.write(
                    frameCount: 8, size: (16, 16), framesPerSecond: 1, to: url
                ) { index in
                    if index == last { throw Stop() }
                    return frame(index, width: 16, height: 16)
                }
            }
            #expect(try folder.names() == [])
        }
    }

    @Test("frames that fail leave an earlier video as it was")
    func earlierVideo() async throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("a.mp4")
        try Data("earlier".utf8).write(to: url)
        await #expect(throws: Stop.self) {
            try await VideoWriter.write(
                frameCount: 1, size: (16, 16), framesPerSecond: 1, to: url
            ) { _ -> Image in throw Stop() }
        }
        #expect(try Data(contentsOf: url) == Data("earlier".utf8))
    }

    @Test("a missing ffmpeg is named with the command that installs it")
    func missingFFmpeg() async throws {
        let error = try await failure(of: "ffmpeg-that-is-not-installed")
        #expect(error.remedy.contains("apt-get install ffmpeg"))
    }

    // The frames exceed what a socket buffers, so that writing meets the closed end: with a plain
    // pipe this would end the process by a signal.
    @Test("an ffmpeg that dies while frames arrive is reported with its last words")
    func dyingFFmpeg() async throws {
        let folder = try TemporaryFolder()
        let program = folder.url.appendingPathComponent("ffmpeg")
        try Data("#!/bin/sh\necho first >&2\necho last words >&2\nexit 3\n".utf8).write(to: program)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: program.path)
        let error = try await failure(of: program.path)
        #expect(error.problem == "ffmpeg failed (last words)")
    }

    @Test("an ffmpeg that fails without a word is reported with its status")
    func silentFFmpeg() async throws {
        let error = try await failure(of: "/bin/false")
        #expect(error.problem.contains("exited(1)"))
    }

    @Test("an ffmpeg that succeeds without reading the frames is not believed")
    func idleFFmpeg() async throws {
        _ = try await failure(of: "/bin/true")
    }

    /// The error of a video that another program should have encoded; checks that nothing is left.
    private func failure(of program: String) async throws -> VideoError {
        let folder = try TemporaryFolder()
        let destination = try VideoDestination(folder.url.appendingPathComponent("a.mp4"))
        let writer = VideoWriter(
            destination: destination, framesPerSecond: 1, ffmpeg: program)
        let error = await #expect(throws: VideoError.self) {
            try await writer.write(frameCount: 8, size: (512, 512)) {
                frame($0, width: 512, height: 512)
            }
        }
        #expect(try folder.names() == [])
        #expect(error?.place == destination.url.path)
        return try #require(error)
    }

    /// A frame of one grey, different for each index.
    private func frame(_ index: Int, width: Int, height: Int) -> Image {
        Image(
            width: width, height: height,
            pixels: [UInt8](repeating: UInt8(30 * index), count: 3 * width * height))
    }

    /// What ffprobe says of a video's only stream, all frames decoded.
    private func probe(_ url: URL) async throws -> [String: String] {
        let result = try await run(
            .name("ffprobe"),
            arguments: [
                "-loglevel", "error", "-count_frames", "-of", "default=noprint_wrappers=1",
                "-show_entries",
                "stream=codec_name,width,height,pix_fmt,r_frame_rate,nb_read_frames,color_space",
                url.path,
            ], output: .string(limit: 1 << 16))
        let lines = result.standardOutput.split(separator: "\n")
        return Dictionary(
            lines.map { line in
                let parts = line.split(separator: "=", maxSplits: 1)
                return (String(parts[0]), String(parts.last ?? ""))
            }, uniquingKeysWith: { $1 })
    }
}
