import CIPS3DModel
import ParallelWork

/// A head of which everything is done that all its pictures share.
public protocol PreparedHead: Sendable {
    /// Its model's camera: how rays are sampled, and which views training has seen.
    var cameraConfiguration: CameraConfiguration { get }
    /// Whose turn it is.
    var turns: Turns { get }

    /// Renders a view, on the calling thread and those that the engine may use besides, and hands over its
    /// pixels tile by tile, so that nobody holds all their numbers.
    ///
    /// - Parameters:
    ///   - request: What is looked at, and how finely.
    ///   - cancellation: Asked before each tile.
    ///   - receive: Takes a tile, its `pixels` counted in the view's part; called on several threads, but only
    ///     once at a time, with the tiles in any order.
    /// - Throws: `CancellationError`; after the last tile ``HeadError`` where the picture cannot be shown.
    func render(
        _ request: PictureRequest, cancellation: Cancellation, receive: (RenderedPixels) -> Void
    ) throws
}

extension PreparedHead {
    /// Renders a view.
    ///
    /// - Parameters:
    ///   - request: What is looked at, and how finely.
    ///   - progress: Is told now and then which share of the pixels is done, in (0, 1]; called on any thread,
    ///     but only once at a time.
    /// - Returns: The picture.
    /// - Throws: ``HeadError`` for an impossible size and for a picture that cannot be shown;
    ///   `CancellationError` soon after the task was cancelled.
    public func picture(
        _ request: PictureRequest, progress: (@Sendable (Double) -> Void)? = nil
    ) async throws -> HeadPicture {
        try request.check()
        return try await turns.take { cancellation in
            var picture = HeadPicture(request)
            try render(request, cancellation: cancellation) { tile in
                picture.place(tile)
                progress?(picture.share)
            }
            return picture
        }
    }

    /// Renders the head from a camera.
    ///
    /// - Parameters:
    ///   - camera: From where.
    ///   - size: Pixels on a side, from 1 to ``PictureRequest/longestSide``.
    ///   - progress: Is told now and then which share of the pixels is done, in (0, 1].
    /// - Returns: The picture.
    /// - Throws: ``HeadError`` for an impossible size and for a picture that cannot be shown;
    ///   `CancellationError` soon after the task was cancelled.
    public func picture(
        from camera: Camera, size: Int, progress: (@Sendable (Double) -> Void)? = nil
    ) async throws -> HeadPicture {
        try await picture(PictureRequest(from: camera, size: size), progress: progress)
    }

    /// Renders a view and gives its tiles as they are done, so that a window can fill while one waits.
    ///
    /// - Parameter request: What is looked at, and how finely.
    /// - Returns: The tiles in any order, each pixel once; the stream ends with an error as ``picture(_:progress:)`` throws it.
    public func tiles(_ request: PictureRequest) -> AsyncThrowingStream<RenderedPixels, any Error> {
        AsyncThrowingStream { continuation in
            let rendering = Task {
                do {
                    try request.check()
                    try await turns.take { cancellation in
                        try render(request, cancellation: cancellation) { continuation.yield($0) }
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in rendering.cancel() }
        }
    }

    /// Renders views one after another; each while the one before is being used.
    ///
    /// Nothing is rendered that nobody asks for, but for the next one.
    ///
    /// - Parameter requests: What is looked at.
    /// - Returns: The pictures, in the order of the requests.
    public func frames(_ requests: [PictureRequest]) -> AsyncThrowingStream<HeadPicture, any Error>
    {
        let frames = FramesAhead(count: requests.count) { try await picture(requests[$0]) }
        return AsyncThrowingStream { try await frames.next() }
    }

    /// Renders the head from a moving camera.
    ///
    /// - Parameters:
    ///   - path: How the camera moves; the path is closed, so that a loop shows no seam.
    ///   - count: Pictures in one round.
    ///   - size: Pixels on a side.
    /// - Returns: The pictures of one round.
    public func frames(
        along path: CameraPath, count: Int, size: Int
    ) -> AsyncThrowingStream<HeadPicture, any Error> {
        frames(
            path.cameras(frames: count, base: cameraConfiguration)
                .map { PictureRequest(from: $0, size: size) })
    }
}
