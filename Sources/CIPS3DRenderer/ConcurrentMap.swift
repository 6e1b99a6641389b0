import Synchronization

/// Computes the elements of an array on several threads.
///
/// - Parameters:
///   - count: How many elements.
///   - threads: How many may compute at once, at least 1; the calling one is among them.
///   - element: Computes an element.
/// - Returns: The elements in order.
package func concurrentMap<Element: Sendable>(
    _ count: Int, threads: Int, _ element: @Sendable (Int) -> Element
) -> [Element] {
    let next = Atomic(0)
    let results = Mutex([Element?](repeating: nil, count: count))
    ComputingThreads.perform(min(threads, count)) {
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            let value = element(index)
            results.withLock { $0[index] = value }
        }
    }
    return results.withLock { $0.compactMap { $0 } }
}
