import Dispatch
import Foundation

/// A thread that computes beside the one that started it, and can be waited for.
///
/// A thread of its own and not one of a pool: libtorch's settings belong to the thread, and a
/// pool's threads would keep them.
package struct ComputingThread {
    private let ending = DispatchSemaphore(value: 0)

    /// Starts the thread.
    ///
    /// - Parameter body: What it does; its operations do not split themselves over threads.
    package init(_ body: @escaping @Sendable () -> Void) {
        let ending = ending
        let thread = Thread {
            TorchRuntime.threadCount = 1
            body()
            ending.signal()
        }
        thread.start()
    }

    /// Waits until it is done.
    package func join() { ending.wait() }

    /// Does the same work on several threads at once and waits for all of them.
    ///
    /// - Parameters:
    ///   - count: How many threads; the calling one is among them, and alone where this is 1 or less.
    ///   - body: What each of them does; its operations do not split themselves over threads.
    package static func perform(_ count: Int, _ body: @escaping @Sendable () -> Void) {
        perform(count, body, here: body)
    }

    /// The same, with other work for the calling thread.
    ///
    /// - Parameters:
    ///   - count: How many threads, the calling one among them.
    ///   - body: What each of the others does.
    ///   - here: What the calling thread does.
    package static func perform(
        _ count: Int, _ body: @escaping @Sendable () -> Void, here: () -> Void
    ) {
        let before = TorchRuntime.threadCount
        // The others' setting becomes that of threads to come.
        defer { TorchRuntime.threadCount = before }
        let others = (1..<max(count, 1)).map { _ in ComputingThread(body) }
        TorchRuntime.threadCount = 1
        here()
        others.forEach { $0.join() }
    }
}
