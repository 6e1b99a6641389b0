import Synchronization

/// Whether somebody still waits for the result of some work.
///
/// Who may end the work keeps it and cancels it, on any thread; the work asks now and then.
public final class Cancellation: Sendable {
    private let flag = Atomic(false)
    private let actions = Mutex<[@Sendable () -> Void]>([])

    /// Somebody waits; where nobody else keeps it, to the end.
    public init() {}

    /// Whether nobody waits any more.
    public var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Nobody waits any more; more than once is the same as once.
    public func cancel() {
        let actions = actions.withLock { actions in
            flag.store(true, ordering: .relaxed)
            defer { actions = [] }
            return actions
        }
        for action in actions { action() }
    }

    /// Leaves the work where nobody waits.
    ///
    /// - Throws: `CancellationError`.
    public func check() throws(CancellationError) {
        if isCancelled { throw CancellationError() }
    }

    /// Does something when it is cancelled, or now where it is already.
    ///
    /// - Parameter action: Is called once, on the thread that cancels.
    package func whenCancelled(_ action: @escaping @Sendable () -> Void) {
        let isLate = actions.withLock { actions in
            if !isCancelled { actions.append(action) }
            return isCancelled
        }
        if isLate { action() }
    }
}
