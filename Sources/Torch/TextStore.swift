import CTorch

/// Texts under keys that all processes of a group see; rank 0, or whoever hosts it, keeps them.
final class TextStore {
    let handle: OpaquePointer
    /// What the texts are for.
    var activity = "the meeting"
    private let rendezvous: Rendezvous

    /// Opens it for the others, or connects to it.
    ///
    /// - Parameters:
    ///   - rendezvous: Where it is, and which of the processes this is.
    ///   - timeout: How long to try.
    /// - Throws: ``ProcessGroupError`` where the port is taken or nobody listens.
    init(_ rendezvous: Rendezvous, timeout: Duration) throws(ProcessGroupError) {
        let listens = rendezvous.rank == 0 && !rendezvous.isHosted
        var out: OpaquePointer?
        let error = ctorch_store_new(
            &out, rendezvous.host, UInt16(rendezvous.port), listens,
            "attempt \(rendezvous.attempt)", timeout.milliseconds)
        if let error {
            let words = ProcessGroupError.gist(of: message(of: error))
            let place = "\(rendezvous.host):\(rendezvous.port)"
            throw ProcessGroupError(
                listens
                    ? "Rank 0 cannot listen at \(place) (\(words)); choose a free port of its machine."
                    : "Rank \(rendezvous.rank) of \(rendezvous.count) found nobody at \(place) "
                        + "within \(timeout.inWords) (\(words)); start rank 0 there.")
        }
        guard let out else { preconditionFailure("no store") }
        handle = out
        self.rendezvous = rendezvous
    }

    deinit {
        ctorch_store_free(handle)
    }

    /// Sets a text for all to see.
    ///
    /// - Parameters:
    ///   - key: Its name.
    ///   - text: Without zero bytes.
    /// - Throws: ``ProcessGroupError`` where rank 0 is gone.
    func set(_ key: String, _ text: String) throws(ProcessGroupError) {
        if let error = ctorch_store_set(handle, key, text) {
            throw failure(message(of: error), of: 0, after: .zero)
        }
    }

    /// Waits for a text.
    ///
    /// - Parameters:
    ///   - key: Its name.
    ///   - rank: Who sets it.
    ///   - timeout: How long to wait.
    /// - Returns: The text.
    /// - Throws: ``ProcessGroupError`` where it is not set in time, or rank 0 is gone.
    func get(
        _ key: String, of rank: Int, timeout: Duration
    ) throws(ProcessGroupError) -> String {
        var out: UnsafeMutablePointer<CChar>?
        if let error = ctorch_store_get(&out, handle, key, timeout.milliseconds) {
            let words = message(of: error)
            // Who set it or not, it is rank 0 whose connection breaks.
            let peer = ProcessGroupError.isTimeout(words) ? rank : 0
            throw failure(words, of: peer, after: timeout)
        }
        guard let out else { preconditionFailure("no text") }
        defer { ctorch_string_free(out) }
        return String(cString: out)
    }

    private func failure(
        _ words: String, of peer: Int, after timeout: Duration
    ) -> ProcessGroupError {
        ProcessGroupError(words, in: activity, of: peer, at: rendezvous, after: timeout)
    }
}
