import Foundation
import ParallelWork
import Synchronization

/// What happens in a training, awaited one by one.
///
/// Each iteration begins a training, which is cancelled when the awaiting task is, or when
/// nobody awaits any more. A cancelled one still tells how it ends.
public struct TrainingEvents: AsyncSequence, Sendable {
    typealias Report = @Sendable (TrainingEvent) -> Void

    private let cancellation: Cancellation
    private let train: @Sendable (@escaping Report) throws -> Void

    /// Events of a training that has not begun.
    ///
    /// - Parameters:
    ///   - cancellation: Ends it.
    ///   - train: Trains to the end, on the thread that calls it.
    init(
        cancellation: Cancellation, train: @escaping @Sendable (@escaping Report) throws -> Void
    ) {
        (self.cancellation, self.train) = (cancellation, train)
    }

    /// Begins the training.
    ///
    /// - Returns: Its events.
    public func makeAsyncIterator() -> Iterator {
        let queue = EventQueue()
        Thread.detachNewThread { [train] in
            queue.finish(Result { try train { queue.add($0) } })
        }
        return Iterator(queue, cancellation)
    }

    /// Events of a training that has begun.
    public final class Iterator: AsyncIteratorProtocol {
        private let queue: EventQueue
        private let cancellation: Cancellation

        fileprivate init(_ queue: EventQueue, _ cancellation: Cancellation) {
            (self.queue, self.cancellation) = (queue, cancellation)
        }

        deinit { cancellation.cancel() }

        /// The next event; nil behind the last.
        ///
        /// - Returns: The event.
        /// - Throws: What ended the training.
        public func next() async throws -> TrainingEvent? {
            try await withTaskCancellationHandler { [queue] in
                try await queue.next()
            } onCancel: { [cancellation] in
                cancellation.cancel()
            }
        }
    }
}

/// Events between the thread that trains and the task that awaits them.
private final class EventQueue: Sendable {
    private struct State {
        var events: [TrainingEvent] = []
        var end: Result<Void, any Error>?
        var waiting: CheckedContinuation<TrainingEvent?, any Error>?
    }

    private let state = Mutex(State())

    func add(_ event: TrainingEvent) {
        let waiting = state.withLock { state in
            if state.waiting == nil { state.events.append(event) }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: event)
    }

    func finish(_ end: Result<Void, any Error>) {
        let waiting = state.withLock { state in
            state.end = end
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(with: end.map { nil })
    }

    /// The next event, for one task at a time.
    func next() async throws -> TrainingEvent? {
        try await withCheckedThrowingContinuation { continuation in
            let ready: Result<TrainingEvent?, any Error>? = state.withLock { state in
                if !state.events.isEmpty { return .success(state.events.removeFirst()) }
                if let end = state.end { return end.map { nil } }
                state.waiting = continuation
                return nil
            }
            if let ready { continuation.resume(with: ready) }
        }
    }
}
