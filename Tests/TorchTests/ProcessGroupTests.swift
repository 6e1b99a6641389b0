import Foundation
import ParallelWork
import Testing
import Torch

/// Ranks are threads here: between them lie the same sockets as between processes.
@Suite("Process groups", .serialized)
struct ProcessGroupTests {
    /// Long enough for a loaded machine; where something is to end by itself, it must be sooner.
    private static let patience = Duration.seconds(30)

    /// What each rank's `body` returns or throws, by rank; none begins before all have met, as one
    /// that leaves breaks a meeting that others are still in.
    private func onEachRank<Value: Sendable>(
        of count: Int, timeout: Duration = patience,
        _ body: @escaping @Sendable (ProcessGroup) throws -> Value
    ) throws -> [Result<Value, any Error>] {
        let port = try Rendezvous.freePort()
        let meeting = DispatchGroup()
        for _ in 0..<count { meeting.enter() }
        return apart(count) { rank in
            let place = Rendezvous(port: port, rank: rank, count: count)
            let group = Result { try ProcessGroup(place, timeout: timeout) }
            meeting.leave()
            meeting.wait()
            return try body(group.get())
        }
    }

    private func apart<Value: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) throws -> Value
    ) -> [Result<Value, any Error>] {
        // Each waits for the others, so that no thread takes two of them.
        ThreadTeam.torch(count).map(count) { rank in Result { try body(rank) } }
    }

    private func said<Value>(_ result: Result<Value, any Error>) -> String {
        guard case .failure(let error as ProcessGroupError) = result else { return "\(result)" }
        return error.description
    }

    @Test("a sum is that of all ranks, in the same bits on each", arguments: [2, 3])
    func sums(count: Int) throws {
        let sums = try onEachRank(of: count) { group in
            // Numbers whose sum depends on the order in which three are added.
            let source = RandomSource(seed: UInt64(group.rank))
            let parts = [source.normal([1000]), source.normal([7, 11])].map {
                $0.requiringGradient()
            }
            let alone = source.normal([333])
            let inputs = (parts + [alone]).map { $0.array(of: Float.self) }
            let pending = [group.allReduce(parts), group.allReduce([alone])]
            for reduction in pending { try reduction.wait() }
            try group.barrier()
            return (inputs: inputs, sums: (parts + [alone]).map { $0.array(of: Float.self) })
        }.map { try $0.get() }
        for index in 0..<3 {
            let expected = sums.map { $0.inputs[index].map(Double.init) }
                .reduce(into: [Double](repeating: 0, count: sums[0].inputs[index].count)) {
                    for (i, x) in $1.enumerated() { $0[i] += x }
                }
            // Two roundings of float32 at numbers below 16: each at most 2^-21.
            for (x, y) in zip(sums[0].sums[index], expected) { #expect(abs(Double(x) - y) < 1e-6) }
            for other in sums {
                #expect(
                    other.sums[index].map(\.bitPattern) == sums[0].sums[index].map(\.bitPattern))
            }
        }
    }

    @Test("a broadcast brings the numbers of rank 0")
    func broadcast() throws {
        let received = try onEachRank(of: 2) { group in
            let tensors = [
                Tensor.full(Double(group.rank + 1), shape: [5, 3]),
                Tensor.full(Double(group.rank), shape: [2]),
            ]
            try group.broadcast(tensors)
            return tensors.map { $0.array(of: Float.self) }
        }.map { try $0.get() }
        for tensors in received {
            #expect(tensors == [[Float](repeating: 1, count: 15), [0, 0]])
        }
    }

    @Test("an exchange gives every rank all texts by rank, again and again")
    func exchanges() throws {
        let heard = try onEachRank(of: 3) { group in
            // Rank 0, which keeps the texts, leaves as soon as it can.
            try (0..<3).flatMap { try group.exchange("\($0) from \(group.rank): “é\n”") }
        }.map { try $0.get() }
        let expected = (0..<3).flatMap { round in (0..<3).map { "\(round) from \($0): “é\n”" } }
        #expect(heard == [expected, expected, expected])
    }

    @Test("a rank that leaves ends the others' waits long before the time is over")
    func leaving() throws {
        let clock = ContinuousClock()
        let results = try onEachRank(of: 3) { group in
            if group.rank == 1 {
                group.leave()
                return Duration.zero
            }
            let sum = Tensor.full(1, shape: [100])
            let start = clock.now
            #expect(throws: ProcessGroupError.self) { try group.allReduce([sum]).wait() }
            // Broken once, broken for good.
            #expect(throws: ProcessGroupError.self) { try group.barrier() }
            return clock.now - start
        }
        for result in results { #expect(try result.get() < Self.patience / 3) }
    }

    @Test("a rank that hangs costs the others the time they were given, and a sentence")
    func hanging() throws {
        let over = DispatchSemaphore(value: 0)
        let results = try onEachRank(of: 2) { group in
            if group.rank == 1 {
                over.wait()
                return
            }
            defer { over.signal() }
            group.timeout = .milliseconds(400)
            try group.allReduce([Tensor.full(1, shape: [100])]).wait()
        }
        #expect(
            said(results[0]).contains("waited 0.4 s in vain for rank 1 in an all-reduce; see what"))
    }

    @Test("a text that never comes, or whose keeper is gone, names the rank")
    func silence() throws {
        let over = DispatchSemaphore(value: 0)
        let silent = try onEachRank(of: 2) { group in
            if group.rank == 1 { return over.wait() }
            defer { over.signal() }
            group.timeout = .milliseconds(300)
            _ = try group.exchange("here")
        }
        #expect(said(silent[0]).contains("in vain for rank 1 in an exchange of texts"))

        let left = DispatchSemaphore(value: 0)
        let gone = try onEachRank(of: 2) { group in
            if group.rank == 0 {
                group.leave()
                left.signal()
            } else {
                left.wait()
                _ = try group.exchange("here")
            }
        }
        #expect(said(gone[1]).contains("lost rank 0 in an exchange of texts ("))
    }

    @Test("who never comes is named, and who finds nobody says where")
    func absence() throws {
        let port = try Rendezvous.freePort()
        let short = Duration.milliseconds(600)
        let first = Result {
            try ProcessGroup(Rendezvous(port: port, rank: 0, count: 3), timeout: short)
        }
        #expect(
            said(first).hasPrefix(
                "Rank 0 of 3 at 127.0.0.1:\(port) waited 0.6 s in vain for rank 1 in the meeting"))
        let second = Result {
            try ProcessGroup(Rendezvous(port: port, rank: 1, count: 3), timeout: short)
        }
        #expect(
            said(second).hasPrefix("Rank 1 of 3 found nobody at 127.0.0.1:\(port) within 0.6 s"))
    }

    @Test("a taken port and another number of processes are refused")
    func refusals() throws {
        let port = try Rendezvous.freePort()
        let results = apart(2) { rank in
            let place = Rendezvous(port: port, rank: rank, count: 2 + rank)
            _ = try ProcessGroup(place, timeout: Self.patience)
        }
        #expect(said(results[0]).hasPrefix("Rank 1 is one of 3 processes and rank 0 one of 2 at"))
        #expect(said(results[1]).hasPrefix("Rank 0 is one of 2 processes and rank 1 one of 3 at"))

        let taken = try onEachRank(of: 1) { group in
            let twin = Rendezvous(port: group.rendezvous.port, rank: 0, count: 1)
            return Result { try ProcessGroup(twin, timeout: Self.patience) }.map { _ in }
        }
        let words = said(try #require(taken.first).get())
        #expect(words.contains("Rank 0 cannot listen at 127.0.0.1:"))
        #expect(words.hasSuffix("(Address already in use); choose a free port of its machine."))
    }
}
