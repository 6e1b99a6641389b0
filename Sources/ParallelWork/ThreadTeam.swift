import Dispatch
import Foundation
import Synchronization

/// Threads that do one piece of work together, the calling one among them.
///
/// The others begin and end with the work, and are none of a pool. Not Dispatch's: where that has as
/// many threads as there are processors, Swift's tasks run on the same ones, so that a long picture
/// would keep every other task waiting, and the one that wants to cancel it. And what is set for a
/// thread (libtorch has such settings) would stay with a thread of a pool.
package struct ThreadTeam: Sendable {
    /// What a thread does around its work: it gets the work, and calls it once.
    package typealias Surroundings = @Sendable (_ work: () -> Void) -> Void

    /// How many threads.
    package let count: Int
    private let surroundings: Surroundings

    /// A team; no thread runs yet.
    ///
    /// - Parameters:
    ///   - count: How many threads, at least 1.
    ///   - surroundings: What each thread does around its work; the calling one around waiting
    ///     for the others as well.
    package init(_ count: Int, surroundings: @escaping Surroundings = { work in work() }) {
        precondition(count > 0, "a team of \(count) threads")
        (self.count, self.surroundings) = (count, surroundings)
    }

    /// As many threads as there are processors.
    package static var ofAllProcessors: ThreadTeam {
        ThreadTeam(ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Leaves out threads that would find no work.
    ///
    /// - Parameter pieces: Into how many the work can be cut.
    /// - Returns: A team of at least one thread.
    package func limited(to pieces: Int) -> ThreadTeam {
        ThreadTeam(max(1, min(count, pieces)), surroundings: surroundings)
    }

    /// Does the same work on all threads at once and waits for all of them.
    ///
    /// - Parameter work: What each of them does.
    package func perform(_ work: @Sendable () -> Void) {
        withoutActuallyEscaping(work) { work in
            let shared = SharedWork(work)
            let others = DispatchGroup()
            surroundings {
                for _ in 1..<count {
                    others.enter()
                    Thread.detachNewThread { [surroundings] in
                        surroundings { shared.run() }
                        others.leave()
                    }
                }
                shared.run()
                others.wait()
            }
            shared.drop()
        }
    }

    /// Does the same work on all threads at once, and takes what they hand over.
    ///
    /// - Parameters:
    ///   - work: What each thread does; its argument hands a value over.
    ///   - receive: Takes a value; called on several threads, but only once at a time.
    package func perform<Value: Sendable>(
        _ work: @Sendable (_ handOver: (Value) -> Void) -> Void, receive: (Value) -> Void
    ) {
        withoutActuallyEscaping(receive) { receive in
            let receiver = SerialReceiver(receive)
            perform { work { receiver.receive($0) } }
        }
    }
}

/// A closure that any thread may call, while it is only called once at a time.
///
/// Not checked by the compiler: what the closure writes to is behind the lock.
private final class SerialReceiver<Value>: @unchecked Sendable {
    private let lock = Mutex(())
    private let body: (Value) -> Void

    init(_ body: @escaping (Value) -> Void) { self.body = body }

    func receive(_ value: Value) { lock.withLock { _ in body(value) } }
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
