import CIPS3DTraining
import Foundation
import Torch

/// The processes of a training on this machine: this one is rank 0 and has started the others, with the same
/// options.
final class TrainingTeam: Sendable {
    private let others: [Process]

    /// Where they meet.
    let rendezvous: Rendezvous

    /// Starts the others.
    ///
    /// - Parameters:
    ///   - count: How many processes there are, this one among them; at least 2.
    ///   - threads: How many each of them computes with.
    /// - Throws: An error where a process cannot be started.
    init(_ count: Int, threads: Int) throws {
        let given = Array(CommandLine.arguments.dropFirst())
        let arguments =
            Self.arguments(
                without: "--threads", in: Self.arguments(without: "--processes", in: given))
            + ["--threads", "\(threads)"]
        let port = try Rendezvous.freePort()
        rendezvous = Rendezvous(port: port, rank: 0, count: count)
        let address = rendezvous.host
        others = try (1..<count).map { rank in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            process.arguments = arguments
            process.environment = ProcessInfo.processInfo.environment.merging([
                "RANK": "\(rank)", "WORLD_SIZE": "\(count)", "MASTER_ADDR": address,
                "MASTER_PORT": "\(port)",
            ]) { $1 }
            process.standardInput = FileHandle.nullDevice
            try process.run()
            return process
        }
    }

    /// Waits for the others, which end when the training does.
    func finish() { others.forEach { $0.waitUntilExit() } }

    /// Ends the others, where this one cannot go on.
    func stop() { others.filter(\.isRunning).forEach { $0.terminate() } }

    /// This program's arguments without an option and its value.
    ///
    /// - Parameters:
    ///   - option: As in `--processes`.
    ///   - arguments: Without the program's name.
    /// - Returns: The others.
    static func arguments(without option: String, in arguments: [String]) -> [String] {
        var (kept, skipsNext): ([String], Bool) = ([], false)
        for argument in arguments {
            if skipsNext {
                skipsNext = false
            } else if argument == option {
                skipsNext = true
            } else if !argument.hasPrefix(option + "=") {
                kept.append(argument)
            }
        }
        return kept
    }
}
