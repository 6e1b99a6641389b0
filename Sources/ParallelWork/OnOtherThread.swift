import Foundation

/// Does work that blocks on a thread of its own while the task waits for it.
///
/// Swift's tasks share few threads, which must not block; see ``ThreadTeam`` for why it is none of
/// Dispatch's either.
///
/// - Parameter work: What is done; its argument is cancelled when the task is.
/// - Returns: What it returns.
/// - Throws: What it throws; `CancellationError` where the task is cancelled before it begins.
package func onOtherThread<Value: Sendable>(
    _ work: @escaping @Sendable (Cancellation) throws -> Value
) async throws -> Value {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try cancellation.check()
                        return try work(cancellation)
                    })
            }
        }
    } onCancel: {
        cancellation.cancel()
    }
}
