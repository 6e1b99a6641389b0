import Foundation
import ParallelWork
import Synchronization
import Testing

@Suite("Teams of threads")
struct ThreadTeamTests {
    /// Whoever arrives waits until all are there.
    private final class Meeting: Sendable {
        private let missing: Mutex<Int>

        init(of count: Int) { missing = Mutex(count) }

        func arrive() {
            missing.withLock { $0 -= 1 }
            while missing.withLock({ $0 > 0 }) { Thread.sleep(forTimeInterval: 1e-4) }
        }
    }

    @Test(
        "so many threads work at the same time, the calling one among them", arguments: [1, 2, 9])
    func atOnce(count: Int) {
        let meeting = Meeting(of: count)
        let threads = Mutex<[pthread_t]>([])
        ThreadTeam(count).perform {
            threads.withLock { $0.append(pthread_self()) }
            // With fewer threads this would last for ever.
            meeting.arrive()
        }
        let found = threads.withLock { $0 }
        #expect(found.count == count && Set(found).count == count)
        #expect(found.contains(pthread_self()))
    }

    @Test("a team can be made smaller, never larger, and never empty")
    func limits() {
        let team = ThreadTeam(4)
        #expect([9, 4, 3, 1, 0].map { team.limited(to: $0).count } == [4, 4, 3, 1, 1])
        #expect(ThreadTeam.ofAllProcessors.count == ProcessInfo.processInfo.activeProcessorCount)
    }

    @Test("surroundings are around the work of each thread, and the calling one's around all")
    func surroundings() {
        let open = Mutex(0)
        let most = Mutex(0)
        let ends = Mutex<[pthread_t]>([])
        let team = ThreadTeam(3) { work in
            open.withLock { $0 += 1 }
            work()
            ends.withLock { $0.append(pthread_self()) }
            open.withLock { $0 -= 1 }
        }
        team.limited(to: 3).perform {
            let count = open.withLock { $0 }
            most.withLock { $0 = max($0, count) }
        }
        #expect(open.withLock { $0 } == 0)
        #expect((1...3).contains(most.withLock { $0 }))
        #expect(ends.withLock { $0.count } == 3)
        #expect(ends.withLock { $0.last } == pthread_self())
    }

    @Test("what the work holds is let go of when it is done")
    func release() {
        final class Witness: Sendable {}
        weak var witness: Witness?
        do {
            let held = Witness()
            witness = held
            for _ in 0..<50 {
                ThreadTeam(4).perform { withExtendedLifetime(held) {} }
            }
        }
        #expect(witness == nil)
    }

    @Test("what is handed over is taken once at a time", arguments: [1, 2, 6])
    func handingOver(threads: Int) {
        var (taken, inside): (Set<Int>, Int) = ([], 0)
        let unclaimed = UnclaimedIndices(500)
        ThreadTeam(threads).perform { handOver in
            while let index = unclaimed.claim() { handOver(index) }
        } receive: { (index: Int) in
            inside += 1
            #expect(inside == 1)
            taken.insert(index)
            inside -= 1
        }
        #expect(taken == Set(0..<500))
    }

    @Test("a team works within a team")
    func nested() {
        let sums = ThreadTeam(3).map(5) { row in
            ThreadTeam(2).map(7) { row * 7 + $0 }.reduce(0, +)
        }
        #expect(sums.reduce(0, +) == (0..<35).reduce(0, +))
        #expect(sums == sums.sorted())
    }
}
