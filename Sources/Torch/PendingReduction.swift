import CTorch

/// A sum over all processes that goes on beside what the thread does meanwhile.
///
/// Where nobody waits for it, it goes on all the same and its failure is lost.
public final class PendingReduction {
    private let tensors: [Tensor]
    private let activity: String
    private let rendezvous: Rendezvous
    private let timeout: Duration
    private let start: Result<OpaquePointer, ProcessGroupError>

    /// Takes over work that a call through the door begins.
    ///
    /// - Parameters:
    ///   - activity: What it is, such as `an all-reduce`.
    ///   - tensors: What it reads and writes.
    ///   - rendezvous: Where the processes met.
    ///   - timeout: How long it may take.
    ///   - begin: The call.
    init(
        _ activity: String, of tensors: [Tensor], at rendezvous: Rendezvous, timeout: Duration,
        _ begin: (UnsafeMutablePointer<OpaquePointer?>) -> Failure
    ) {
        self.activity = activity
        self.tensors = tensors
        self.rendezvous = rendezvous
        self.timeout = timeout
        var out: OpaquePointer?
        if let error = begin(&out) {
            start = .failure(
                ProcessGroupError(
                    message(of: error), in: activity, of: nil, at: rendezvous, after: timeout))
        } else if let out {
            start = .success(out)
        } else {
            preconditionFailure("no work")
        }
    }

    deinit {
        if case .success(let work) = start { ctorch_work_free(work) }
    }

    /// Waits until the tensors hold what they should; until then nobody may touch them.
    ///
    /// - Throws: ``ProcessGroupError`` where another process is gone or the time is over. What the
    ///   tensors hold is then worth nothing, and neither is the group.
    public func wait() throws(ProcessGroupError) {
        let work = try start.get()
        if let error = ctorch_work_wait(work, timeout.milliseconds) {
            throw ProcessGroupError(
                message(of: error), in: activity, of: nil, at: rendezvous, after: timeout)
        }
    }
}
