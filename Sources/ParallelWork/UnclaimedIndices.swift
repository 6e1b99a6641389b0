import Synchronization

/// The indices of work that several threads share: each is handed out once, the smallest first.
package final class UnclaimedIndices: Sendable {
    private let count: Int
    private let cancellation: Cancellation
    private let next = Atomic(0)

    /// Indices of which none is claimed yet.
    ///
    /// - Parameters:
    ///   - count: How many, from 0 on.
    ///   - cancellation: Where it is cancelled, nothing more is handed out.
    package init(_ count: Int, cancellation: Cancellation = Cancellation()) {
        (self.count, self.cancellation) = (count, cancellation)
    }

    /// Claims the next index.
    ///
    /// - Returns: Nil where none is left.
    package func claim() -> Int? { claim(atMost: 1)?.lowerBound }

    /// Claims the next run of indices.
    ///
    /// - Parameter length: Of the run, at least 1; the last one may be shorter.
    /// - Returns: Nil where none is left.
    package func claim(atMost length: Int) -> Range<Int>? {
        precondition(length > 0, "a run of \(length) indices")
        guard !cancellation.isCancelled else { return nil }
        let first = next.wrappingAdd(length, ordering: .relaxed).oldValue
        guard first < count else { return nil }
        return first..<min(first + length, count)
    }

    /// Leaves what is not claimed undone.
    package func giveUp() { next.store(count, ordering: .relaxed) }
}
