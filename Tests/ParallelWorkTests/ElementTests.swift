import ParallelWork
import Synchronization
import Testing

@Suite("Elements that a team computes")
struct ElementTests {
    private struct Failure: Error, Equatable {
        let index: Int
    }

    @Test("elements are in order, each computed once", arguments: [1, 2, 7], [0, 1, 2, 100])
    func map(threads: Int, count: Int) throws {
        let calls = Mutex(0)
        let square = { @Sendable (index: Int) in
            calls.withLock { $0 += 1 }
            return index * index
        }
        let expected = (0..<count).map { $0 * $0 }
        #expect(ThreadTeam(threads).map(count, square) == expected)
        #expect(
            try ThreadTeam(threads).map(count, cancellation: Cancellation(), square) == expected)
        #expect(calls.withLock { $0 } == 2 * count)
    }

    @Test("elements that are nil stay")
    func optional() {
        let odd = ThreadTeam(2).map(4) { $0 % 2 == 0 ? nil : $0 }
        #expect(odd == [nil, 1, nil, 3])
    }

    @Test("what the first element in order throws is thrown, whichever threads are faster")
    func failures() {
        for threads in [1, 2, 5] {
            for _ in 0..<100 {
                let done = Mutex<Set<Int>>([])
                let error = #expect(throws: Failure.self) {
                    try ThreadTeam(threads).forEach(1_000) { index in
                        if [5, 6, 7, 40].contains(index) { throw Failure(index: index) }
                        done.withLock { _ = $0.insert(index) }
                    }
                }
                #expect(error == Failure(index: 5))
                #expect(done.withLock { $0.isSuperset(of: 0..<5) })
            }
        }
    }

    @Test("after an error no thread begins anything", arguments: [1, 3])
    func stops(threads: Int) {
        let begun = Mutex(0)
        #expect(throws: Failure.self) {
            try ThreadTeam(threads).forEach(100_000) { index in
                begun.withLock { $0 += 1 }
                throw Failure(index: index)
            }
        }
        #expect((1...threads).contains(begun.withLock { $0 }))
    }

    @Test("where it is cancelled, only what was begun is done", arguments: [1, 2, 5])
    func cancellation(threads: Int) {
        let cancellation = Cancellation()
        var received = 0
        #expect(throws: CancellationError.self) {
            try ThreadTeam(threads).compute(100_000, cancellation: cancellation) {
                $0
            } receive: {
                _, _ in
                received += 1
                if received == 10 { cancellation.cancel() }
            }
        }
        #expect((10...10 + threads - 1).contains(received))
    }

    @Test("an error counts for more than a cancellation")
    func both() {
        let cancellation = Cancellation()
        #expect(throws: Failure(index: 3)) {
            try ThreadTeam(2).map(10, cancellation: cancellation) { index in
                guard index == 3 else { return }
                cancellation.cancel()
                throw Failure(index: index)
            }
        }
    }

    @Test("what is cancelled before begins nothing")
    func cancelledBefore() {
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: CancellationError.self) {
            _ = try ThreadTeam(2).map(10, cancellation: cancellation) { index in
                Issue.record("\(index) was begun")
                return index
            }
        }
    }
}
