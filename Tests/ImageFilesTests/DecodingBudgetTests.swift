import ImageReading
import ParallelWork
import Synchronization
import Testing

@Suite("Memory for decoding")
struct DecodingBudgetTests {
    @Test("threads together never hold more than the bound, and all of them get their turn")
    func bound() {
        let budget = DecodingBudget(megabytes: 1)
        let held = Mutex(0)
        let served = Mutex(0)
        ThreadTeam(8).forEach(400) { index in
            // From nothing to almost all of it.
            let side = 1 + 37 * (index * 7 % 11)
            let demand = DecodingBudget.Demand(
                width: side, height: side, fixedBytes: 100, largestReduction: 1)
            guard let reservation = budget.reserve(demand) else { return }
            let now = held.withLock { held in
                held += reservation.bytes
                return held
            }
            #expect(now <= budget.bytes)
            held.withLock { $0 -= reservation.bytes }
            budget.release(reservation)
            served.withLock { $0 += 1 }
        }
        #expect(served.withLock { $0 } == 400)
    }

    @Test("a picture is reduced no more than it has to be, and only as far as its format can")
    func reduction() {
        let budget = DecodingBudget(megabytes: 6)  // 2^20 pixels
        func reduction(_ side: Int, fixed: Int = 0, upTo largest: Int = 8) -> Int? {
            let demand = DecodingBudget.Demand(
                width: side, height: side, fixedBytes: fixed, largestReduction: largest)
            let reservation = budget.reserve(demand)
            reservation.map(budget.release)
            return reservation?.reduction
        }
        #expect(reduction(1024) == 1)
        // A quarter of the bound at once, or what the format can do.
        #expect(reduction(1025) == 4)
        #expect(reduction(1024, fixed: 1) == 4)
        #expect(reduction(1500, upTo: 2) == 2)
        #expect(reduction(4096) == 8)
        #expect(reduction(9000) == nil)
        #expect(reduction(1025, upTo: 1) == nil)
        #expect(reduction(64, fixed: 6 << 20) == nil)
    }
}
