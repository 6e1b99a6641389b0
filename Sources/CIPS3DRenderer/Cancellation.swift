import Synchronization

/// Whether somebody still waits for the result.
package final class Cancellation: Sendable {
    private let flag = Atomic(false)

    package init() {}

    /// Whether nobody does.
    package var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Nobody waits any more.
    package func cancel() { flag.store(true, ordering: .relaxed) }

    /// Leaves the work where nobody waits.
    package func check() throws {
        if isCancelled { throw CancellationError() }
    }
}
