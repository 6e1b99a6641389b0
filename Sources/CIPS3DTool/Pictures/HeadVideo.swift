import CIPS3DModel
import CIPS3DRenderer
import Foundation
import ImageFiles
import ParallelWork
import VideoFiles

/// A video of heads, each picture rendered while the one before is being encoded.
struct HeadVideo: Sendable {
    private let frames: Int
    private let size: Int
    private let framesPerSecond: Int
    private let view: @Sendable (Int) throws -> (PictureHead, Camera)

    /// A video of which nothing is rendered yet.
    ///
    /// - Parameters:
    ///   - frames: Pictures.
    ///   - size: Pixels on a side.
    ///   - framesPerSecond: Pictures a second.
    ///   - view: The head and the camera of a picture; called for one picture at a time.
    init(
        frames: Int, size: Int, framesPerSecond: Int,
        view: @escaping @Sendable (Int) throws -> (PictureHead, Camera)
    ) {
        (self.frames, self.size, self.framesPerSecond) = (frames, size, framesPerSecond)
        self.view = view
    }

    /// What a picture is called.
    ///
    /// - Parameters:
    ///   - frame: Counted from 0.
    ///   - count: Pictures in all.
    /// - Returns: "Picture 1 of 60".
    static func name(of frame: Int, _ count: Int) -> String {
        "Picture \(frame + 1) of \(count)"
    }

    /// Writes the video; a signal leaves nothing unfinished behind.
    ///
    /// - Parameter destination: Where it goes.
    /// - Throws: A sentence about what is in the way.
    func write(to destination: VideoDestination) async throws {
        // Listens before anything is written: what is unfinished has to go when a signal comes.
        let interruption = Interruption()
        let writing = Task { try await encode(to: destination) }
        interruption.cancellation.whenCancelled { writing.cancel() }
        do {
            try await writing.value
        } catch  where interruption.cancellation.isCancelled {
            throw ToolError(
                "\(destination.url.path) was not written because the command was interrupted; run "
                    + "it again.")
        }
    }

    private func encode(to destination: VideoDestination) async throws {
        let pictures = FramesAhead(count: frames) { [self] in try render($0, $1) }
        let progress = ProgressLine("picture", of: frames)
        let writer = VideoWriter(destination: destination, framesPerSecond: framesPerSecond)
        let result: Result<Void, any Error>
        do {
            try await writer.write(frameCount: frames, size: (size, size)) { frame in
                progress.update(frame)
                return try await pictures.frame(frame)
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await pictures.end()
        progress.finish()
        try result.get()
    }

    private func render(_ frame: Int, _ cancellation: Cancellation) throws -> Image {
        let (head, camera) = try view(frame)
        var sheet = PictureSheet<UInt8>(pictures: 1, size: size, channels: 3)
        try head.render(
            Self.name(of: frame, frames), from: camera, size: size, cancellation: cancellation
        ) {
            sheet.place($0.color, pixels: $0.pixels, picture: 0, convert: UInt8.init(color:))
        }
        return Image(width: size, height: size, pixels: sheet.samples)
    }
}
