import Foundation
import ImageFiles
import Subprocess

/// One run of ffmpeg that encodes frames from its standard input.
struct FFmpeg {
    /// The program's name, or its path where it has a slash.
    let program: String
    let destination: VideoDestination
    let framesPerSecond: Int
    let size: (width: Int, height: Int)

    /// Encodes frames to a file.
    ///
    /// - Parameters:
    ///   - file: The temporary file.
    ///   - frameCount: How many frames there are.
    ///   - frames: Makes the frame of an index.
    /// - Throws: `VideoError` where ffmpeg is missing or fails; whatever `frames` throws.
    nonisolated(nonsending) func encode<Frame: RasterImage>(
        to file: URL, frameCount: Int,
        frames: nonisolated(nonsending) (Int) async throws -> Frame
    ) async throws {
        guard let socket = FrameSocket() else {
            throw VideoError.unwritable(destination.url, errno)
        }
        let status: TerminationStatus
        let messages: String
        let isComplete: Bool
        do {
            let result = try await run(
                program.contains("/") ? .path(.init(program)) : .name(program),
                arguments: .init(arguments(for: file, hasAlpha: Frame.hasAlpha)),
                input: .fileDescriptor(
                    .init(rawValue: socket.readingEnd), closeAfterSpawningProcess: true),
                output: .discarded,
                error: .string(limit: 1 << 20)
            ) { _ in
                try await Self.send(frameCount, over: socket, frames: frames)
            }
            status = result.terminationStatus
            messages = result.standardError
            isComplete = result.closureResult
        } catch let error as SubprocessError {
            throw failure(toRun: error)
        }
        guard status.isSuccess, isComplete else { throw failure(status, messages) }
    }

    /// Sends all frames; false where ffmpeg stopped listening, whose exit then says why.
    nonisolated(nonsending) private static func send(
        _ count: Int, over socket: FrameSocket,
        frames: nonisolated(nonsending) (Int) async throws -> some RasterImage
    ) async throws -> Bool {
        defer { socket.finish() }
        for index in 0..<count {
            try Task.checkCancellation()
            guard try await socket.send(frames(index).pixels) else { return false }
        }
        return true
    }

    private func arguments(for file: URL, hasAlpha: Bool) -> [String] {
        let rate =
            destination.format == .gif
            ? min(framesPerSecond, VideoDestination.mostGIFFramesPerSecond) : framesPerSecond
        let input = [
            "-hide_banner", "-loglevel", "error", "-xerror",
            "-f", "rawvideo", "-pixel_format", hasAlpha ? "rgba" : "rgb24",
            "-video_size", "\(size.width)x\(size.height)", "-framerate", "\(rate)",
            "-i", "pipe:0",
        ]
        // The format is named because the temporary name does not tell it.
        return switch destination.format {
        case .gif: input + gifOptions + ["-f", "gif", "-y", file.path]
        case .webm: input + webmOptions(hasAlpha) + ["-f", "webm", "-y", file.path]
        case .mp4, .frames: input + mp4Options + ["-f", "mp4", "-y", file.path]
        }
    }

    /// Colours are converted and labelled by BT.709: without a label players guess by the size of the picture.
    private static let conversion = "scale=out_color_matrix=bt709:out_range=tv"
    private static let label = [
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-color_range", "tv",
    ]

    /// VP9 of constant quality, on all threads.
    private func webmOptions(_ hasAlpha: Bool) -> [String] {
        // A transparent video has a second one for its opacity, which needs frames in their order.
        let pixels = hasAlpha ? ["yuva420p", "-auto-alt-ref", "0"] : ["yuv420p"]
        return [
            "-vf", Self.conversion, "-c:v", "libvpx-vp9", "-crf", "24", "-b:v", "0", "-row-mt", "1",
            "-deadline", "good", "-cpu-used", "4", "-pix_fmt",
        ] + pixels + Self.label
    }

    /// H.264 as browsers play it: halved colour planes, so even sizes, and the index in front.
    ///
    /// An odd size gets one more column or row, a copy of its neighbour.
    private var mp4Options: [String] {
        let (right, bottom) = (size.width % 2, size.height % 2)
        var filters = [Self.conversion, "format=yuv420p"]
        if right + bottom > 0 {
            filters.insert("pad=\(size.width + right):\(size.height + bottom)", at: 0)
            filters.insert("fillborders=right=\(right):bottom=\(bottom):mode=smear", at: 1)
        }
        return [
            "-vf", filters.joined(separator: ","),
            "-c:v", "libx264", "-crf", "18", "-movflags", "+faststart",
        ] + Self.label
    }

    /// One palette of 256 colours for the whole animation; ffmpeg keeps the frames until it knows it.
    private var gifOptions: [String] {
        let graph = "[0:v]split[a][b];[a]palettegen[palette];[b][palette]paletteuse"
        return ["-filter_complex", graph, "-loop", "0"]
    }

    private func failure(toRun error: SubprocessError) -> VideoError {
        guard error.code == .executableNotFound else {
            return VideoError(
                place: destination.url.path, problem: "ffmpeg cannot be run (\(error))",
                remedy: "check that `ffmpeg -version` works, or write a folder of PNG files")
        }
        return VideoError(
            place: destination.url.path,
            problem: "\(program), which encodes videos, is not installed",
            remedy: "run `apt-get install ffmpeg`, or write a folder of PNG files")
    }

    private func failure(_ status: TerminationStatus, _ messages: String) -> VideoError {
        let lines = messages.split(whereSeparator: \.isNewline)
        let reason = lines.last.map { String($0) } ?? "no message, \(status)"
        return VideoError(
            place: destination.url.path, problem: "ffmpeg failed (\(reason))",
            remedy: "check the free space and that this ffmpeg has libx264 and libvpx-vp9, "
                + "or write a folder of PNG files")
    }
}
