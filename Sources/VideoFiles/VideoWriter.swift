import Foundation
import ImageFiles

/// Writes frames as a video: MP4, WebM, GIF or a folder of PNG files.
public struct VideoWriter: Sendable {
    /// Where the video goes.
    public let destination: VideoDestination
    /// Frames a second; a folder of PNG files ignores it.
    public let framesPerSecond: Int
    private let ffmpeg: String

    /// A writer for one video.
    ///
    /// - Parameters:
    ///   - destination: Where the video goes.
    ///   - framesPerSecond: Frames a second, at least 1.
    public init(destination: VideoDestination, framesPerSecond: Int) {
        self.init(destination: destination, framesPerSecond: framesPerSecond, ffmpeg: "ffmpeg")
    }

    /// A writer that starts another program in ffmpeg's place, so that its failures can be tested.
    package init(destination: VideoDestination, framesPerSecond: Int, ffmpeg: String) {
        precondition(framesPerSecond > 0, "a video of \(framesPerSecond) frames a second")
        self.destination = destination
        self.framesPerSecond = framesPerSecond
        self.ffmpeg = ffmpeg
    }

    /// Writes a video to a place chosen by its name; see `VideoDestination`.
    ///
    /// - Parameters:
    ///   - frameCount: How many frames there are, at least 1.
    ///   - size: Pixels in a row and rows of every frame.
    ///   - framesPerSecond: Frames a second, at least 1.
    ///   - url: The file or folder.
    ///   - frames: Makes the frame of an index; called once for each, in order.
    /// - Throws: `VideoError`, and whatever `frames` throws.
    nonisolated(nonsending) public static func write(
        frameCount: Int, size: (width: Int, height: Int), framesPerSecond: Int, to url: URL,
        frames: nonisolated(nonsending) (Int) async throws -> some RasterImage
    ) async throws {
        let writer = VideoWriter(
            destination: try VideoDestination(url), framesPerSecond: framesPerSecond)
        try await writer.write(frameCount: frameCount, size: size, frames: frames)
    }

    /// Makes the frames one after the other and writes each before the next is made.
    ///
    /// The video appears under its name when it is complete. Until then it is under a temporary
    /// name beside it, which is removed when anything fails; an earlier video stays.
    ///
    /// - Parameters:
    ///   - frameCount: How many frames there are, at least 1.
    ///   - size: Pixels in a row and rows of every frame.
    ///   - frames: Makes the frame of an index; called once for each, in order.
    /// - Throws: `VideoError` where ffmpeg is missing or fails, or where the disk is full or closed;
    ///   and whatever `frames` throws.
    nonisolated(nonsending) public func write<Frame: RasterImage>(
        frameCount: Int, size: (width: Int, height: Int),
        frames: nonisolated(nonsending) (Int) async throws -> Frame
    ) async throws {
        precondition(
            frameCount > 0 && size.width > 0 && size.height > 0,
            "a video of \(frameCount) frames of \(size.width) x \(size.height) pixels")
        try destination.makeParent()
        let temporary = TemporarySibling(of: destination.url)
        defer { temporary.remove() }
        nonisolated(nonsending) func checked(_ index: Int) async throws -> Frame {
            let frame = try await frames(index)
            precondition(
                frame.width == size.width && frame.height == size.height,
                "frame \(index) is \(frame.width) x \(frame.height) in a video of \(size)")
            return frame
        }
        switch destination.format {
        case .frames:
            try await writeFolder(temporary.url, frameCount: frameCount, frames: checked)
        case .mp4, .webm, .gif:
            let encoder = FFmpeg(
                program: ffmpeg, destination: destination, framesPerSecond: framesPerSecond,
                size: size)
            try await encoder.encode(to: temporary.url, frameCount: frameCount, frames: checked)
        }
        // Somebody may have put something there meanwhile.
        try destination.check()
        try temporary.replaceOriginal()
    }

    nonisolated(nonsending) private func writeFolder(
        _ folder: URL, frameCount: Int,
        frames: nonisolated(nonsending) (Int) async throws -> some RasterImage
    ) async throws {
        guard mkdir(folder.path, 0o777) == 0 else {
            throw VideoError.unwritable(destination.url, errno)
        }
        for index in 0..<frameCount {
            let name = VideoDestination.frameName(index, of: frameCount)
            try await frames(index).writePNG(to: folder.appendingPathComponent(name))
        }
    }
}

/// Why a video cannot be written.
public struct VideoError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file or folder that was to be written.
    public let place: String
    /// What is wrong, with the values at fault.
    public let problem: String
    /// What to do next.
    public let remedy: String

    /// The error as one sentence: where, what, what to do.
    public var description: String { "\(place): \(problem); \(remedy)." }
}
