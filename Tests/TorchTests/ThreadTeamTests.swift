import Foundation
import ParallelWork
import Synchronization
import Testing
import Torch

@Suite("Threads that compute with tensors")
struct ThreadTeamTests {
    @Test("no operation splits itself there, and the calling thread is as before in the end")
    func settings() {
        let before = TorchRuntime.threadCount
        defer { TorchRuntime.threadCount = before }
        for setting in [1, 3] {
            TorchRuntime.threadCount = setting
            let seen = Mutex<[Int]>([])
            ThreadTeam.torch(4).perform { seen.withLock { $0.append(TorchRuntime.threadCount) } }
            #expect(seen.withLock { $0 } == [1, 1, 1, 1])
            #expect(TorchRuntime.threadCount == setting)
        }
    }

    @Test("a team in a thread of a team keeps to one thread an operation")
    func nested() {
        let before = TorchRuntime.threadCount
        let after = ThreadTeam.torch(2).map(4) { _ in
            ThreadTeam.torch(2).forEach(3) { _ in }
            return TorchRuntime.threadCount
        }
        #expect(after == [1, 1, 1, 1])
        #expect(TorchRuntime.threadCount == before)
    }

    @Test("a thread keeps what it set before it first computed, whatever others set in between")
    func kept() async throws {
        let before = TorchRuntime.threadCount
        let kept = try await onOtherThread { _ in
            TorchRuntime.threadCount = 3
            let isSet = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                TorchRuntime.threadCount = 2
                isSet.signal()
            }
            isSet.wait()
            // Threads that have not computed yet take the last setting, whoever's.
            defer { TorchRuntime.threadCount = before }
            return TorchRuntime.threadCount
        }
        #expect(kept == 3)
    }
}
