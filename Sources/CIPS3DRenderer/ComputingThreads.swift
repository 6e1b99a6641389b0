import Dispatch
import Foundation
import Synchronization

/// Threads that compute, of the renderer's own.
///
/// Not Dispatch's: where that has as many threads as there are processors, Swift's tasks run on the
/// same ones, so that a long picture would keep every other task waiting, and the one that wants to
/// cancel it.
enum ComputingThreads {
    /// Starts work on another thread.
    static func start(_ work: @escaping @Sendable () -> Void) {
        Thread.detachNewThread(work)
    }

    /// Does the same work on several threads at once and waits for all of them.
    ///
    /// - Parameters:
    ///   - count: How many threads, at least 1; the calling one is among them.
    ///   - work: What each of them does.
    static func perform(_ count: Int, _ work: @Sendable () -> Void) {
        withoutActuallyEscaping(work) { work in
            let shared = SharedWork(work)
            let others = DispatchGroup()
            for _ in 1..<max(1, count) {
                others.enter()
                start {
                    shared.run()
                    others.leave()
                }
            }
            shared.run()
            others.wait()
            shared.drop()
        }
    }
}

/// Work that nobody holds any more when `drop` returns, though the threads that did it may still
/// hold this.
private final class SharedWork: Sendable {
    private let work: Mutex<(@Sendable () -> Void)?>

    init(_ work: @escaping @Sendable () -> Void) { self.work = Mutex(work) }

    func run() {
        let work = work.withLock { $0 }
        work?()
    }

    func drop() { work.withLock { $0 = nil } }
}
