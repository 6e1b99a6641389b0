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
}
