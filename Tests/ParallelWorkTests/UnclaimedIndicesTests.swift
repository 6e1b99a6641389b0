import ParallelWork
import Synchronization
import Testing

@Suite("Unclaimed indices")
struct UnclaimedIndicesTests {
    @Test("each index is handed out once", arguments: [1, 2, 7], [1, 3, 64, 5_000])
    func once(threads: Int, length: Int) {
        let unclaimed = UnclaimedIndices(1_000)
        let claimed = Mutex<[Int]>([])
        ThreadTeam(threads).perform {
            while let run = unclaimed.claim(atMost: length) {
                #expect(!run.isEmpty && run.count <= length)
                claimed.withLock { $0 += run }
            }
        }
        #expect(claimed.withLock { $0.sorted() } == Array(0..<1_000))
    }

    @Test("the smallest comes first, and only the last run is shorter")
    func order() {
        let unclaimed = UnclaimedIndices(8)
        #expect(unclaimed.claim() == 0)
        #expect(unclaimed.claim(atMost: 5) == 1..<6)
        #expect(unclaimed.claim(atMost: 5) == 6..<8)
        #expect(unclaimed.claim(atMost: 5) == nil)
        #expect(unclaimed.claim() == nil)
        #expect(UnclaimedIndices(0).claim() == nil)
    }

    @Test("nothing is handed out once they are given up or cancelled")
    func ends() {
        let cancellation = Cancellation()
        for end in [{ (_: UnclaimedIndices) in cancellation.cancel() }, { $0.giveUp() }] {
            let unclaimed = UnclaimedIndices(
                8, cancellation: cancellation.isCancelled ? Cancellation() : cancellation)
            #expect(unclaimed.claim() == 0)
            end(unclaimed)
            #expect(unclaimed.claim() == nil)
            #expect(unclaimed.claim(atMost: 3) == nil)
        }
    }
}
