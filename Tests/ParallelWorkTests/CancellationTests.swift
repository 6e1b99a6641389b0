import ParallelWork
import Synchronization
import Testing

@Suite("Cancellation")
struct CancellationTests {
    @Test("somebody waits until it is cancelled, and then nobody ever again")
    func states() throws {
        let cancellation = Cancellation()
        #expect(!cancellation.isCancelled)
        try cancellation.check()
        for _ in 0..<2 {
            cancellation.cancel()
            #expect(cancellation.isCancelled)
            #expect(throws: CancellationError.self) { try cancellation.check() }
        }
    }

    @Test("actions happen once: when it is cancelled, or at once where it is already")
    func actions() {
        let cancellation = Cancellation()
        let done = Mutex<[Int]>([])
        for number in 0..<2 {
            cancellation.whenCancelled { done.withLock { $0.append(number) } }
        }
        #expect(done.withLock { $0 }.isEmpty)
        cancellation.cancel()
        cancellation.cancel()
        #expect(done.withLock { $0 } == [0, 1])
        cancellation.whenCancelled { done.withLock { $0.append(2) } }
        #expect(done.withLock { $0 } == [0, 1, 2])
    }

    @Test("an action that comes while another thread cancels happens once")
    func race() {
        let done = Mutex(0)
        for _ in 0..<200 {
            let cancellation = Cancellation()
            ThreadTeam(2).forEach(2) { index in
                if index == 0 {
                    cancellation.cancel()
                } else {
                    cancellation.whenCancelled { done.withLock { $0 += 1 } }
                }
            }
        }
        #expect(done.withLock { $0 } == 200)
    }
}
