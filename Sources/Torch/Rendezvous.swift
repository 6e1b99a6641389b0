import CTorch
import Foundation

/// Where the processes of a group meet, how many there are, and which of them this is.
public struct Rendezvous: Sendable, Hashable {
    /// Name or address of the machine of rank 0, as the others reach it.
    ///
    /// As `127.0.0.1` or `localhost` nothing listens where other machines could reach it.
    public let host: String
    /// Port of that machine, in 1...65535.
    public let port: Int
    /// Number of this process, in `0..<count`.
    public let rank: Int
    /// Number of processes.
    public let count: Int
    /// Whether somebody else listens there, as torchrun's agent does; rank 0 does otherwise.
    public let isHosted: Bool
    /// How often the processes were started again at a place that remembers them.
    public let attempt: Int

    /// A place, by its parts.
    ///
    /// - Parameters:
    ///   - host: Name or address of the machine of rank 0, as the others reach it.
    ///   - port: In 1...65535.
    ///   - rank: Number of this process, in `0..<count`.
    ///   - count: Number of processes.
    ///   - isHosted: Whether somebody else listens there.
    ///   - attempt: How often the processes were started again.
    public init(
        host: String = "127.0.0.1", port: Int, rank: Int, count: Int, isHosted: Bool = false,
        attempt: Int = 0
    ) {
        precondition((1...65535).contains(port), "port \(port)")
        precondition((0..<count).contains(rank), "rank \(rank) of \(count)")
        self.host = host
        self.port = port
        self.rank = rank
        self.count = count
        self.isHosted = isHosted
        self.attempt = attempt
    }

    /// The place that torchrun, or whoever sets the same variables, names: `RANK`, `WORLD_SIZE`,
    /// `MASTER_ADDR`, `MASTER_PORT`, and of torchrun's own `TORCHELASTIC_USE_AGENT_STORE` and
    /// `TORCHELASTIC_RESTART_COUNT`.
    ///
    /// Nil where none of the four is set.
    ///
    /// - Parameter environment: The variables.
    /// - Throws: ``ProcessGroupError`` where only some are set, or one is out of range.
    public init?(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ProcessGroupError) {
        let names = ["RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"]
        let missing = names.filter { environment[$0, default: ""].isEmpty }
        if missing.count == names.count { return nil }
        guard missing.isEmpty else {
            throw ProcessGroupError(
                "The environment lacks \(missing.joined(separator: ", ")) of "
                    + "\(names.joined(separator: ", ")); set all of them, as torchrun does, or none."
            )
        }
        func number(_ name: String, in range: ClosedRange<Int>) throws(ProcessGroupError) -> Int {
            let text = environment[name, default: ""]
            guard let number = Int(text), range.contains(number) else {
                throw ProcessGroupError(
                    "The environment's \(name) is “\(text)”; set it to a whole number from "
                        + "\(range.lowerBound) to \(range.upperBound), as torchrun does.")
            }
            return number
        }
        let count = try number("WORLD_SIZE", in: 1...65536)
        self.init(
            host: environment["MASTER_ADDR", default: ""],
            port: try number("MASTER_PORT", in: 1...65535),
            rank: try number("RANK", in: 0...count - 1), count: count,
            isHosted: environment["TORCHELASTIC_USE_AGENT_STORE"] == "True",
            attempt: environment["TORCHELASTIC_RESTART_COUNT"].flatMap { Int($0) } ?? 0)
    }

    /// A port for processes of this machine alone.
    ///
    /// Somebody else may take it before they do.
    ///
    /// - Returns: One on which nothing listens now.
    /// - Throws: ``ProcessGroupError`` where the machine has none left.
    public static func freePort() throws(ProcessGroupError) -> Int {
        var port: UInt16 = 0
        if let error = ctorch_free_port(&port) {
            throw ProcessGroupError(
                "This machine has no free port (\(message(of: error))); close other programs.")
        }
        return Int(port)
    }
}
