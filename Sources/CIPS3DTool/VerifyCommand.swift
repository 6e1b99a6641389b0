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
        var failures = 0
        for file in files where !Self.verify(file) { failures += 1 }
        if failures > 0 {
            throw ToolError(
                "\(failures) of \(files.count) recorded computations failed; see their lines above."
            )
        }
    }

    /// Prints everything about a file; a file that cannot be read fails, and the next one runs.
    private static func verify(_ file: String) -> Bool {
        do {
            let report = try Verification.verify(URL(fileURLWithPath: file))
            print("\(file): \(report.kind), engine \(report.engine)")
            table(report.comparisons).forEach { print($0) }
            print("\(report.passes ? "PASS" : "FAIL") \(file)")
            return report.passes
        } catch {
            print("\(file): \(error)")
            print("FAIL \(file)")
            return false
        }
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
