import CIPS3DModel
import Foundation
import Torch
import TorchNN

/// Processes that train one model together, each on its own images of every batch.
///
/// All make the same draws and hold the same networks; their gradients are summed, so that all learn
/// the same. Rank 0 writes, measures and says when to stop.
package final class TrainingPeers {
    /// Numbers that are sent together: while one lot is on its way the next is gathered.
    private static let bucketLength = 1 << 20
    /// Rank 0 may write and measure for so long while the others wait.
    ///
    /// One that is gone is noticed at once, by its connection.
    private static let patience = Duration.seconds(3_600)

    private let group: ProcessGroup

    /// Meets the others.
    ///
    /// - Parameters:
    ///   - rendezvous: Where, and which of them this is.
    ///   - timeout: How long to wait for all to come.
    /// - Throws: `ProcessGroupError` where one does not come.
    package init(
        _ rendezvous: Rendezvous, timeout: Duration = .seconds(60)
    ) throws(ProcessGroupError) {
        group = try ProcessGroup(rendezvous, timeout: timeout)
    }

    /// Which of the processes this is, from 0.
    package var rank: Int { group.rank }
    /// How many there are.
    package var count: Int { group.count }

    /// Refuses to train with others that would train something else.
    ///
    /// - Parameter settings: Texts by name; all have to be equal.
    /// - Throws: ``TrainingPeersError`` that names what differs, on every rank that differs from rank 0 and
    ///   on rank 0.
    func agree(on settings: [String: String]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let all = try group.exchange(String(decoding: encoder.encode(settings), as: UTF8.self))
        let decoded = all.map {
            (try? JSONDecoder().decode([String: String].self, from: Data($0.utf8))) ?? [:]
        }
        for (other, theirs) in decoded.enumerated() where theirs != decoded[0] {
            let names = Set(theirs.keys).union(decoded[0].keys).sorted()
            throw TrainingPeersError.differ(
                rank: other, names: names.filter { theirs[$0] != decoded[0][$0] })
        }
        // Joining is over: from here on rank 0 may be busy.
        group.timeout = Self.patience
    }

    /// Gives all what rank 0 has.
    ///
    /// - Parameter text: Rank 0's; that of the others is not looked at.
    /// - Returns: Rank 0's.
    /// - Throws: `ProcessGroupError` where another process is gone.
    func shared(_ text: String) throws(ProcessGroupError) -> String {
        try group.exchange(group.rank == 0 ? text : "")[0]
    }

    /// Overwrites tensors by those of rank 0.
    ///
    /// - Parameter tensors: The same on all ranks, in order.
    /// - Throws: `ProcessGroupError` where another process is gone.
    func share(_ tensors: [Tensor]) throws(ProcessGroupError) {
        for tensor in tensors {
            let copy = tensor.detached().contiguous()
            try group.broadcast([copy])
            if group.rank > 0 { tensor.copy(from: copy) }
        }
    }

    /// Sums tensors over all processes.
    ///
    /// - Parameter tensors: Of the same shapes on all ranks, of one type.
    /// - Returns: The sums, the same to the bit on all ranks.
    /// - Throws: `ProcessGroupError` where another process is gone.
    func sum(_ tensors: [Tensor]) throws(ProcessGroupError) -> [Tensor] {
        var buckets: [(tensors: [Tensor], flat: Tensor, reduction: PendingReduction)] = []
        var next: [Tensor] = []
        func send() {
            guard !next.isEmpty else { return }
            let flat = Tensor.concatenated(next.map { $0.reshaped(-1) }, axis: 0).contiguous()
            buckets.append((next, flat, group.allReduce([flat])))
            next = []
        }
        for tensor in tensors {
            next.append(tensor)
            if next.map(\.count).reduce(0, +) >= Self.bucketLength { send() }
        }
        send()
        var sums: [Tensor] = []
        for bucket in buckets {
            try bucket.reduction.wait()
            var start = 0
            for tensor in bucket.tensors {
                sums.append(
                    bucket.flat.narrowed(0, start..<start + tensor.count).reshaped(tensor.shape))
                start += tensor.count
            }
        }
        return sums
    }

    /// Sums numbers over all processes.
    ///
    /// - Parameter numbers: As many on all ranks.
    /// - Returns: The sums, the same to the bit on all ranks.
    /// - Throws: `ProcessGroupError` where another process is gone.
    func sum(_ numbers: [Double]) throws(ProcessGroupError) -> [Double] {
        guard !numbers.isEmpty else { return [] }
        let tensor = Tensor(numbers, shape: [numbers.count])
        try group.allReduce([tensor]).wait()
        return tensor.array(of: Double.self)
    }

    /// Whether all take another step.
    ///
    /// - Parameter decision: Rank 0's; that of the others is not looked at.
    /// - Returns: Rank 0's.
    /// - Throws: `ProcessGroupError` where another process is gone.
    func goesOn(_ decision: Bool = false) throws(ProcessGroupError) -> Bool {
        let tensor = Tensor([decision ? 1.0 : 0], shape: [1])
        try group.broadcast([tensor])
        return tensor.item != 0
    }

    /// Rank 0's side of a beginning: compares settings, and gives the others what it has.
    ///
    /// - Parameters:
    ///   - loop: What rank 0 begins or goes on with.
    ///   - settings: Texts by name; all have to be equal.
    /// - Throws: ``TrainingPeersError`` or `ProcessGroupError`.
    func welcome(_ loop: TrainingLoop, _ settings: [String: String]) throws {
        try agree(on: settings)
        let progress = try JSONEncoder().encode(loop.progress)
        _ = try shared(String(decoding: progress, as: UTF8.self))
        try loop.share(with: self)
    }

    /// Ends it, when all have come so far.
    ///
    /// - Throws: `ProcessGroupError` where another process is gone.
    func leave() throws(ProcessGroupError) {
        try group.barrier()
        group.leave()
    }
}

/// Processes that cannot train together.
package enum TrainingPeersError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One has other settings than rank 0.
    case differ(rank: Int, names: [String])
    /// There are more of them than a batch has groups of images.
    case tooMany(processes: Int, groups: Int, batch: Int)

    /// One sentence: what, and what to do.
    package var description: String {
        switch self {
        case .differ(let rank, let names):
            "Rank \(rank) would train with other \(names.joined(separator: ", ")) than rank 0; start all "
                + "with the same options, settings and photographs."
        case .tooMany(let processes, let groups, let batch):
            "\(processes) processes cannot share a batch of \(batch) images, which has \(groups) groups "
                + "that belong together; take fewer processes or a larger training.batchSize."
        }
    }
}
