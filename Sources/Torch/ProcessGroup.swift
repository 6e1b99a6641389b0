import CTorch

/// Several processes, on one machine or on more, that compute together: libtorch's process group
/// over Gloo, which sends over TCP.
///
/// All processes make the same calls in the same order. A process that is killed closes its
/// connections, which ends the others' waits at once; one that hangs, or whose machine is cut off,
/// ends them after ``timeout``. After an error the group is worth nothing.
///
/// Not `Sendable`: the order of the calls is that of one thread.
public final class ProcessGroup {
    /// Where the processes met, and which of them this is.
    public let rendezvous: Rendezvous
    /// How long each call waits for the others.
    ///
    /// It must be longer than any of them computes between two calls: measuring and writing, which
    /// one does alone, count too.
    public var timeout: Duration

    private var connection: Connection?
    private var exchanges = 0

    /// Number of this process.
    public var rank: Int { rendezvous.rank }
    /// Number of processes.
    public var count: Int { rendezvous.count }

    /// Meets the others; returns when all are there.
    ///
    /// From here on libtorch's own log is silent, as what it says of connections is thrown too; the
    /// variable `TORCH_CPP_LOG_LEVEL=WARNING` brings it back.
    ///
    /// - Parameters:
    ///   - rendezvous: Where, and which of them this is.
    ///   - timeout: How long each step of the meeting and each later call waits for the others.
    /// - Throws: ``ProcessGroupError`` where one does not come in time, was told of another number
    ///   of processes, or the port is taken.
    public init(
        _ rendezvous: Rendezvous, timeout: Duration = .seconds(30)
    ) throws(ProcessGroupError) {
        self.rendezvous = rendezvous
        self.timeout = timeout
        let store = try TextStore(rendezvous, timeout: timeout)
        try Self.meet(rendezvous, store, timeout: timeout)
        connection = try Connection(store, rendezvous, timeout: timeout)
        store.activity = "an exchange of texts"
    }

    /// Adds up tensors of all processes in place; every process receives the same bits.
    ///
    /// Few large tensors are quicker than many small ones: the caller lays what belongs together
    /// into one.
    ///
    /// - Parameter tensors: At least one; contiguous, of one type, on one device, the same in all
    ///   processes but for their numbers.
    /// - Returns: What to wait for before the tensors are touched.
    public func allReduce(_ tensors: [Tensor]) -> PendingReduction {
        check(tensors)
        let (group, timeout) = (connected.group, timeout.milliseconds)
        return begin("an all-reduce", tensors) { out in
            withHandles(tensors) {
                ctorch_all_reduce(out, group, $0, Int64(tensors.count), timeout)
            }
        }
    }

    /// Overwrites tensors with those of rank 0.
    ///
    /// - Parameter tensors: At least one; contiguous, of one type, on one device, the same in all
    ///   processes but for their numbers.
    /// - Throws: ``ProcessGroupError`` where another process is gone or the time is over.
    public func broadcast(_ tensors: [Tensor]) throws(ProcessGroupError) {
        check(tensors)
        let (group, timeout) = (connected.group, timeout.milliseconds)
        let work = begin("a broadcast", tensors) { out in
            withHandles(tensors) {
                ctorch_broadcast(out, group, $0, Int64(tensors.count), timeout)
            }
        }
        try work.wait()
    }

    /// Waits until all processes have come as far.
    ///
    /// - Throws: ``ProcessGroupError`` where another process is gone or the time is over.
    public func barrier() throws(ProcessGroupError) {
        let (group, timeout) = (connected.group, timeout.milliseconds)
        try begin("a barrier", []) { ctorch_barrier($0, group, timeout) }.wait()
    }

    /// Shows a text to all processes and reads theirs: what all must agree on.
    ///
    /// - Parameter text: Without zero bytes.
    /// - Returns: All texts, by rank.
    /// - Throws: ``ProcessGroupError`` where another process is gone or the time is over.
    public func exchange(_ text: String) throws(ProcessGroupError) -> [String] {
        let (store, round) = (connected.store, exchanges)
        exchanges += 1
        try store.set("text \(round) \(rank)", text)
        var texts: [String] = []
        for peer in 0..<count {
            texts.append(try store.get("text \(round) \(peer)", of: peer, timeout: timeout))
        }
        // Whoever keeps the texts may leave next, and must not before all have read them.
        try store.set("read \(round) \(rank)", "")
        if rank == 0 {
            for peer in 0..<count {
                _ = try store.get("read \(round) \(peer)", of: peer, timeout: timeout)
            }
        }
        return texts
    }

    /// Closes the connections, after what is under way; the others notice.
    ///
    /// Nothing can be called afterwards, save this. Where all end well, they leave after a
    /// ``barrier()``.
    public func leave() { connection = nil }

    private var connected: Connection {
        guard let connection else { preconditionFailure("rank \(rank) has left its group") }
        return connection
    }

    private func begin(
        _ activity: String, _ tensors: [Tensor],
        _ call: (UnsafeMutablePointer<OpaquePointer?>) -> Failure
    ) -> PendingReduction {
        PendingReduction(activity, of: tensors, at: rendezvous, timeout: timeout, call)
    }

    private func check(_ tensors: [Tensor]) {
        guard let first = tensors.first else { preconditionFailure("no tensors to send") }
        for tensor in tensors {
            precondition(
                tensor.type == first.type && tensor.device == first.device
                    && ctorch_is_contiguous(tensor.handle),
                "\(tensor) is sent with \(first): contiguous, and of one type and device")
        }
    }
}

extension ProcessGroup {
    /// Finds out who is missing, and whether all were told of the same number of processes, which
    /// Gloo would not say.
    private static func meet(
        _ rendezvous: Rendezvous, _ store: TextStore, timeout: Duration
    ) throws(ProcessGroupError) {
        let (rank, count) = (rendezvous.rank, rendezvous.count)
        func compare(_ other: String, of peer: Int) throws(ProcessGroupError) {
            guard other != "\(count)" else { return }
            throw ProcessGroupError(
                "Rank \(peer) is one of \(other) processes and rank \(rank) one of \(count) at "
                    + "\(rendezvous.host):\(rendezvous.port); start all with the same number.")
        }
        if rank == 0 {
            try store.set("count 0", "\(count)")
            for peer in 1..<max(count, 1) {
                try compare(
                    try store.get("count \(peer)", of: peer, timeout: timeout), of: peer)
            }
            try store.set("complete", "")
        } else {
            let other = try store.get("count 0", of: 0, timeout: timeout)
            // Rank 0 leaves where it finds another number, and by then this one has read its own.
            try store.set("count \(rank)", "\(count)")
            try compare(other, of: 0)
            _ = try store.get("complete", of: 0, timeout: timeout)
        }
    }

    /// Both handles, freed in the order in which they need one another.
    private final class Connection {
        let store: TextStore
        let group: OpaquePointer

        init(
            _ store: TextStore, _ rendezvous: Rendezvous, timeout: Duration
        ) throws(ProcessGroupError) {
            var out: OpaquePointer?
            let error = ctorch_group_new(
                &out, store.handle, Int32(rendezvous.rank), Int32(rendezvous.count),
                timeout.milliseconds)
            if let error {
                throw ProcessGroupError(
                    message(of: error), in: store.activity, of: nil, at: rendezvous, after: timeout)
            }
            guard let out else { preconditionFailure("no group") }
            self.store = store
            group = out
        }

        deinit { ctorch_group_free(group) }
    }
}
