import Foundation
import ParallelWork
import Testing

@Suite("Work that blocks, and tasks")
struct OnOtherThreadTests {
    private struct Failure: Error {}

    @Test("a task gets what the work returns or throws")
    func result() async throws {
        #expect(try await onOtherThread { _ in 7 } == 7)
        await #expect(throws: Failure.self) { try await onOtherThread { _ in throw Failure() } }
    }

    @Test("more works block at once than there are processors")
    func blocking() async throws {
        let count = 2 * ProcessInfo.processInfo.activeProcessorCount + 1
        let (arrived, all) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask {
                    try await onOtherThread { _ in
                        arrived.signal()
                        all.wait()
                    }
                }
            }
            // In a pool the last ones would never begin.
            group.addTask {
                try await onOtherThread { _ in
                    for _ in 0..<count { arrived.wait() }
                    for _ in 0..<count { all.signal() }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("a task that is cancelled cancels the work")
    func cancellation() async {
        let (begun, begins) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await onOtherThread { cancellation in
                begins.yield()
                while true {
                    try cancellation.check()
                    Thread.sleep(forTimeInterval: 1e-3)
                }
            }
        }
        for await _ in begun { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("a task that is cancelled before begins nothing")
    func cancelledBefore() async {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await onOtherThread { _ in _ = Issue.record("the work was begun") }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
