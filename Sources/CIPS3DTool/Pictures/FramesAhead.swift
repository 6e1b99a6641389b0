import ImageFiles
import ParallelWork

/// The pictures of a video in order, each rendered while the one before is being encoded.
///
/// At most one picture is ahead, so that memory does not grow where encoding is the slower part.
final class FramesAhead {
    private let count: Int
    private let render: @Sendable (Int, Cancellation) throws -> Image
    private var ahead: Task<Image, any Error>?

    /// Pictures of which none is rendered yet.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - render: Makes the picture of an index; called on a thread that may be kept busy, for
    ///     one picture at a time.
    init(count: Int, render: @escaping @Sendable (Int, Cancellation) throws -> Image) {
        (self.count, self.render) = (count, render)
    }

    /// Waits for a picture and begins with the next one.
    ///
    /// - Parameter index: One more than last time.
    /// - Returns: The picture.
    /// - Throws: `CancellationError` soon after the task was cancelled; whatever `render` throws.
    nonisolated(nonsending) func frame(_ index: Int) async throws -> Image {
        let task = ahead ?? begin(index)
        // Kept until it is done, so that `end` waits for it.
        ahead = task
        let image = try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        ahead = index + 1 < count ? begin(index + 1) : nil
        return image
    }

    /// Gives up the picture that is ahead and waits until no thread computes any more.
    nonisolated(nonsending) func end() async {
        ahead?.cancel()
        _ = await ahead?.result
        ahead = nil
    }

    private func begin(_ index: Int) -> Task<Image, any Error> {
        let render = render
        return Task {
            try await onOtherThread { cancellation in try render(index, cancellation) }
        }
    }
}
