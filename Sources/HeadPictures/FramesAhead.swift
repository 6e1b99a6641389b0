import Synchronization

/// Frames in order, each made while the one before is being used.
///
/// At most one frame is ahead, so that memory does not grow where using them is the slower part.
public final class FramesAhead<Frame: Sendable>: Sendable {
    private struct State {
        var next = 0
        var ahead: Task<Frame, any Error>?
    }

    private let count: Int
    private let make: @Sendable (Int) async throws -> Frame
    private let state = Mutex(State())

    /// Frames of which none is made yet.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - make: Makes the frame of an index; called for one at a time.
    public init(count: Int, make: @escaping @Sendable (Int) async throws -> Frame) {
        (self.count, self.make) = (count, make)
    }

    deinit { state.withLock { $0.ahead?.cancel() } }

    /// Waits for the next frame and begins with the one after it; for one caller at a time.
    ///
    /// - Returns: The frame; nil after the last one.
    /// - Throws: `CancellationError` soon after the task was cancelled; whatever `make` throws.
    public func next() async throws -> Frame? {
        let task = state.withLock { state in
            // Kept until it is done, so that `end` waits for it.
            if state.ahead == nil, state.next < count { state.ahead = begin(state.next) }
            return state.ahead
        }
        guard let task else { return nil }
        let frame = try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        state.withLock { state in
            state.next += 1
            state.ahead = state.next < count ? begin(state.next) : nil
        }
        return frame
    }

    /// Gives up the frame that is ahead and waits until nothing is computed any more.
    public func end() async {
        let task = state.withLock { state in
            defer { (state.ahead, state.next) = (nil, count) }
            return state.ahead
        }
        task?.cancel()
        _ = await task?.result
    }

    private func begin(_ index: Int) -> Task<Frame, any Error> {
        let make = make
        return Task { try await make(index) }
    }
}
