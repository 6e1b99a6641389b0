import CIPS3DModel
import Foundation
import HeadPictures
import ImageFiles
import ParallelWork
import VideoFiles

/// A video of heads, each picture rendered while the one before is being encoded.
struct HeadVideo: Sendable {
    /// A head in a picture, and from where it is seen.
    typealias View = (head: any PreparedHead, camera: Camera)

    private let frames: Int
    private let side: SizeOption
    private let painting: Painting
    private let framesPerSecond: Int
    private let heads: Int
    private let views: @Sendable (Int) throws -> [View]

    /// A video of which nothing is rendered yet.
    ///
    /// - Parameters:
    ///   - frames: Pictures.
    ///   - heads: Heads in each of them; several make a grid.
    ///   - side: How large each head is.
    ///   - painting: What of it is painted.
    ///   - framesPerSecond: Pictures a second.
    ///   - views: The heads of a picture and their cameras; called for one picture at a time.
    init(
        frames: Int, heads: Int, side: SizeOption, painting: Painting, framesPerSecond: Int,
        views: @escaping @Sendable (Int) throws -> [View]
    ) {
        (self.frames, self.heads, self.side) = (frames, heads, side)
        (self.painting, self.framesPerSecond, self.views) = (painting, framesPerSecond, views)
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

    /// Pixels in a row and rows of a picture.
    var size: (width: Int, height: Int) {
        let sheet = emptySheet
        return (sheet.width, sheet.height)
    }

    /// Writes the video; a signal leaves nothing unfinished behind.
    ///
    /// - Parameter destination: Where it goes.
    /// - Throws: A sentence about what is in the way.
    func write(to destination: VideoDestination) async throws {
        // Listens before anything is written: what is unfinished has to go when a signal comes.
        let interruption = Interruption()
        let writing = Task {
            switch painting {
            case .transparent:
                try await encode(to: destination) {
                    TransparentImage(width: $0.width, height: $0.height, pixels: $0.samples)
                }
            case .color, .auxiliary, .depth:
                try await encode(to: destination) {
                    Image(width: $0.width, height: $0.height, pixels: $0.samples)
                }
            }
        }
        interruption.cancellation.whenCancelled { writing.cancel() }
        do {
            try await writing.value
        } catch  where interruption.cancellation.isCancelled {
            throw ToolError(
                "\(destination.url.path) was not written because the command was interrupted; run "
                    + "it again.")
        }
    }

    private func encode<Frame: RasterImage>(
        to destination: VideoDestination,
        _ image: @escaping @Sendable (PictureSheet<UInt8>) -> Frame
    ) async throws {
        let pictures = FramesAhead(count: frames) { [self] index in
            try await onOtherThread { cancellation in image(try render(index, cancellation)) }
        }
        let progress = ProgressLine("picture", of: frames)
        let writer = VideoWriter(destination: destination, framesPerSecond: framesPerSecond)
        let result: Result<Void, any Error>
        do {
            try await writer.write(frameCount: frames, size: size) { frame in
                progress.update(frame)
                guard let picture = try await pictures.next() else { throw CancellationError() }
                return picture
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await pictures.end()
        progress.finish()
        try result.get()
    }

    private var emptySheet: PictureSheet<UInt8> {
        PictureSheet(
            pictures: heads, columns: PictureSheet<UInt8>.columns(for: heads), size: side.size,
            channels: painting.channels)
    }

    private func render(
        _ frame: Int, _ cancellation: Cancellation
    ) throws -> PictureSheet<UInt8> {
        var sheet = emptySheet
        let name = Self.name(of: frame, frames)
        for (picture, view) in try views(frame).enumerated() {
            let request = PictureRequest(
                from: view.camera, size: side.size, samplesPerRay: side.samples)
            try ToolError.naming(name) {
                try view.head.render(request, cancellation: cancellation) { run in
                    sheet.place(
                        painting.bytes(of: run, from: view.camera), pixels: run.pixels,
                        picture: picture)
                }
            }
        }
        return sheet
    }
}
