import ArgumentParser
import CIPS3DVerification
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

            The engine torch computes everything that is recorded. The engine fused computes \
            generators, alone and in training: what the renderer gives, and what the operation \
            gives through which training leads gradients back. Files of discriminators then end \
            with SKIP, which is no success: a call that verified nothing fails.

            EXAMPLE
              cd Tests/CIPS3DVerificationTests/Fixtures
              cips3d verify *.safetensors
              cips3d verify --engine fused generator-*.safetensors
            """)

    @Option(help: "What recomputes: torch or fused.")
    var engine = VerificationEngine.torch

    @Argument(help: ArgumentHelp("Recorded computations.", valueName: "file"))
    var files: [String]

    /// How a file ended.
    private enum Verdict: String {
        case pass = "PASS"
        case fail = "FAIL"
        case skip = "SKIP"
    }

    func run() throws {
        let verdicts = files.map(verify)
        guard !verdicts.contains(.fail) else { throw ExitCode.failure }
        guard verdicts.contains(.pass) else {
            throw ToolError(
                "Nothing was verified: the engine \(engine.rawValue) computes none of these "
                    + "files; verify them with --engine torch.")
        }
    }

    /// Prints everything about a file; a file that cannot be read fails, and the next one runs.
    private func verify(_ file: String) -> Verdict {
        let verdict: Verdict
        var lines: [String] = []
        var complaint: String?
        do {
            let report = try Verification.verify(URL(fileURLWithPath: file), engine: engine)
            verdict = report.isOfThisEngine ? (report.passes ? .pass : .fail) : .skip
            lines = Self.lines(report, named: file)
            let failing = report.comparisons.filter { !$0.passes }.count
            if verdict == .fail {
                complaint =
                    "\(file): \(failing) of \(report.comparisons.count) results differ from the "
                    + "recorded ones by more than rounding; see the lines that say so."
            }
        } catch {
            verdict = .fail
            complaint = "\(error)"
        }
        (lines + ["\(verdict.rawValue) \(file)"]).forEach { print($0) }
        // So that results and complaints stay in order.
        fflush(nil)
        if let complaint { StatusLine().say("Error: \(complaint)") }
        return verdict
    }

    private static func lines(_ report: VerificationReport, named file: String) -> [String] {
        let title = "\(file): \(report.kind), engine \(report.engine)"
        guard report.isOfThisEngine else {
            let note = "  nothing compared: this engine computes no \(report.kind)"
            return [title, note]
        }
        return [title] + table(report.comparisons)
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

extension VerificationEngine: ExpressibleByArgument {}
