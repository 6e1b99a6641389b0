import ArgumentParser
import CIPS3DTraining
import Foundation

/// Recomputes recorded computations and compares.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recomputes recorded computations and compares every number.",
        discussion: """
            A recorded computation is a safetensors file with a configuration, weights, every \
            random draw and the results that the reference got from them. For each file its kind, \
            the engine and the largest difference of every result are printed, then PASS or FAIL. \
            The last column but one is what is held against the tolerance in the last: the largest \
            difference, or the norm of the difference relative to the recorded norm.

            EXAMPLE
              cips3d verify fixtures/*.safetensors
            """)

    @Argument(help: ArgumentHelp("Recorded computations.", valueName: "file"))
    var files: [String]

    func run() throws {
        var allPass = true
        for file in files where !Self.verify(file) { allPass = false }
        guard allPass else { throw ExitCode.failure }
    }

    /// Prints everything about a file; a file that cannot be read fails, and the next one runs.
    private static func verify(_ file: String) -> Bool {
        do {
            let report = try Verification.verify(URL(fileURLWithPath: file))
            let failing = report.comparisons.filter { !$0.passes }.count
            let title = "\(file): \(report.kind), engine \(report.engine)"
            let verdict = "\(report.passes ? "PASS" : "FAIL") \(file)"
            write(([title] + table(report.comparisons) + [verdict]), to: .standardOutput)
            if !report.passes {
                complain(
                    "\(file): \(failing) of \(report.comparisons.count) results differ from the "
                        + "recorded ones by more than rounding; see the lines that say so.")
            }
            return report.passes
        } catch {
            write(["FAIL \(file)"], to: .standardOutput)
            complain("\(error)")
            return false
        }
    }

    private static func complain(_ sentence: String) {
        write(["Error: \(sentence)"], to: .standardError)
    }

    /// Unbuffered, so that results and complaints stay in order.
    private static func write(_ lines: [String], to handle: FileHandle) {
        handle.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    private static func table(_ comparisons: [VerificationReport.Comparison]) -> [String] {
        let width = comparisons.map(\.name.count).max() ?? 0
        return comparisons.map { comparison in
            let name = comparison.name.padding(toLength: width, withPad: " ", startingAt: 0)
            let numbers = String(
                format: "largest difference %9.2e   error %9.2e   tolerance %7.0e",
                comparison.difference, comparison.error, comparison.tolerance)
            return "  \(name)  \(numbers)\(comparison.passes ? "" : "   <- fails")"
        }
    }
}
