import Synchronization

/// Work that is cut into elements, which threads claim one after another.
///
/// Where an element throws, no further one is begun, and what the first in order threw is thrown: as
/// all before it were begun, it is the same one for any number of threads.
extension ThreadTeam {
    /// Does something for each index.
    ///
    /// - Parameters:
    ///   - count: How many indices, from 0 on.
    ///   - body: What is done.
    /// - Throws: What the first index in order threw.
    package func forEach<Failure: Error>(
        _ count: Int, _ body: @Sendable (Int) throws(Failure) -> Void
    ) throws(Failure) {
        try compute(count, body) { _, _ in }
    }

    /// Computes the elements of an array.
    ///
    /// - Parameters:
    ///   - count: How many elements.
    ///   - element: Computes one.
    /// - Returns: The elements in order.
    /// - Throws: What the first element in order threw.
    package func map<Element: Sendable, Failure: Error>(
        _ count: Int, _ element: @Sendable (Int) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        var elements = [Element?](repeating: nil, count: count)
        try compute(count, element) { elements[$0] = $1 }
        return elements.compactMap { $0 }
    }

    /// Computes the elements of an array, as long as somebody waits for them.
    ///
    /// - Parameters:
    ///   - count: How many elements.
    ///   - cancellation: Asked before each.
    ///   - element: Computes one.
    /// - Returns: The elements in order.
    /// - Throws: What the first element in order threw; `CancellationError`.
    package func map<Element: Sendable>(
        _ count: Int, cancellation: Cancellation, _ element: @Sendable (Int) throws -> Element
    ) throws -> [Element] {
        var elements = [Element?](repeating: nil, count: count)
        try compute(count, cancellation: cancellation, element) { elements[$0] = $1 }
        return elements.compactMap { $0 }
    }

    /// Computes elements and hands them over as they come.
    ///
    /// - Parameters:
    ///   - count: How many elements.
    ///   - element: Computes one.
    ///   - receive: Takes an index and its element; called on several threads, but only once at a
    ///     time, in any order.
    /// - Throws: What the first element in order threw.
    package func compute<Element: Sendable, Failure: Error>(
        _ count: Int, _ element: @Sendable (Int) throws(Failure) -> Element,
        receive: (Int, Element) -> Void
    ) throws(Failure) {
        if let failure = firstFailure(count, Cancellation(), element, receive) { throw failure }
    }

    /// Computes elements and hands them over as they come, as long as somebody waits for them.
    ///
    /// - Parameters:
    ///   - count: How many elements.
    ///   - cancellation: Asked before each.
    ///   - element: Computes one.
    ///   - receive: Takes an index and its element; called on several threads, but only once at a
    ///     time, in any order.
    /// - Throws: What the first element in order threw; `CancellationError`.
    package func compute<Element: Sendable>(
        _ count: Int, cancellation: Cancellation, _ element: @Sendable (Int) throws -> Element,
        receive: (Int, Element) -> Void
    ) throws {
        if let failure = firstFailure(count, cancellation, element, receive) { throw failure }
        try cancellation.check()
    }

    private func firstFailure<Element: Sendable, Failure: Error>(
        _ count: Int, _ cancellation: Cancellation,
        _ element: @Sendable (Int) throws(Failure) -> Element,
        _ receive: (Int, Element) -> Void
    ) -> Failure? {
        let unclaimed = UnclaimedIndices(count, cancellation: cancellation)
        let first = Mutex<(index: Int, failure: Failure)?>(nil)
        limited(to: count).perform { handOver in
            while let index = unclaimed.claim() {
                do throws(Failure) {
                    handOver((index, try element(index)))
                } catch {
                    unclaimed.giveUp()
                    first.withLock {
                        if index < $0?.index ?? count { $0 = (index, error) }
                    }
                }
            }
        } receive: { (computed: (index: Int, element: Element)) in
            receive(computed.index, computed.element)
        }
        return first.withLock { $0?.failure }
    }
}
