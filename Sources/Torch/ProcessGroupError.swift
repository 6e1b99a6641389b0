/// Processes that do not come together, or of which one is gone.
public struct ProcessGroupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence: who, what, where, what to do.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension ProcessGroupError {
    /// What a failure of libtorch's means among several processes.
    ///
    /// - Parameters:
    ///   - message: Its words.
    ///   - activity: What was being done, such as `an all-reduce`.
    ///   - peer: The rank that it depended on; nil where it may have been any.
    ///   - rendezvous: Where the processes met.
    ///   - timeout: How long it was waited.
    init(
        _ message: String, in activity: String, of peer: Int?, at rendezvous: Rendezvous,
        after timeout: Duration
    ) {
        let (rank, count) = (rendezvous.rank, rendezvous.count)
        let who = "Rank \(rank) of \(count) at \(rendezvous.host):\(rendezvous.port)"
        // With two there is only one that it can have been.
        let only = peer ?? (count == 2 ? 1 - rank : nil)
        let whom = only.map { "rank \($0)" } ?? "another process"
        let remedy = "see what it said, and start all \(count) again"
        self.init(
            Self.isTimeout(message)
                ? "\(who) waited \(timeout.inWords) in vain for \(whom) in \(activity); \(remedy)."
                : "\(who) lost \(whom) in \(activity) (\(Self.gist(of: message))); \(remedy).")
    }

    /// Whether libtorch says that the time is over, and not that a connection is.
    static func isTimeout(_ message: String) -> Bool {
        let words = message.lowercased()
        return words.contains("timed out") || words.contains("timeout")
    }

    /// A message without the place in libtorch's sources before it and the advice after it.
    static func gist(of message: String) -> String {
        var gist = message.prefix { $0 != "\n" }
        if gist.hasPrefix("["), let end = gist.firstRange(of: "] ") {
            gist = gist[end.upperBound...]
        }
        if let advice = gist.firstRange(of: ". This is typically") {
            gist = gist[..<advice.lowerBound]
        }
        return String(gist)
    }
}

extension Duration {
    /// Such as `30 s` or `0.5 s`.
    var inWords: String {
        let tenths = (self / .milliseconds(100)).rounded()
        return tenths.truncatingRemainder(dividingBy: 10) == 0
            ? "\(Int(tenths / 10)) s" : "\(tenths / 10) s"
    }

    /// Whole milliseconds, at least one: libtorch takes none at all for endless.
    var milliseconds: Int64 { Int64(max((self / .milliseconds(1)).rounded(.up), 1)) }
}
