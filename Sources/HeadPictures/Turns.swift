import ParallelWork
import Synchronization

/// A queue: one piece of work at a time, in the order in which it was asked for.
///
/// Each piece has all of an engine's threads for itself. Two at once would take as long, and the first of them
/// would be done later.
public final class Turns: Sendable {
    private struct Waiting {
        let id: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var isTaken = false
        var waiting: [Waiting] = []
        var nextID: UInt64 = 0
        /// Who was cancelled before it could begin to wait.
        var cancelled: Set<UInt64> = []
    }

    private let state = Mutex(State())

    /// A queue in which nobody waits.
    public init() {}

    /// Waits for its turn, and then works on a thread of its own while the task waits for that.
    ///
    /// - Parameter work: What is done; its argument is cancelled when the task is.
    /// - Returns: What it returns.
    /// - Throws: What it throws; `CancellationError` where the task is cancelled before it begins.
    func take<Value: Sendable>(
        _ work: @escaping @Sendable (Cancellation) throws -> Value
    ) async throws -> Value {
        try await begin()
        defer { end() }
        return try await onOtherThread(work)
    }

    private func begin() async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let decision: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if !state.isTaken {
                        state.isTaken = true
                        return .success(())
                    }
                    state.waiting.append(Waiting(id: id, continuation: continuation))
                    return nil
                }
                if let decision { continuation.resume(with: decision) }
            }
        } onCancel: {
            let waiting = state.withLock { state -> Waiting? in
                guard let place = state.waiting.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.waiting.remove(at: place)
            }
            waiting?.continuation.resume(throwing: CancellationError())
        }
        // Cancelled while it had its turn: nobody asks for that any more.
        state.withLock { _ = $0.cancelled.remove(id) }
    }

    private func end() {
        let next = state.withLock { state -> Waiting? in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.continuation.resume()
    }
}
