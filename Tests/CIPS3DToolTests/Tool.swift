import FileTesting
import Foundation
import Testing

/// The built program, run as a user runs it.
enum Tool {
    /// What a run left behind.
    struct Result {
        let status: Int32
        let output: String
        let errors: String

        /// Lines of standard error that say what is wrong; usage and help lines are left out.
        var complaints: [String] {
            errors.split(separator: "\n").map(String.init).filter { $0.hasPrefix("Error: ") }
        }

        /// Expects that what is wrong is said in whole sentences.
        func expectSentences(at location: SourceLocation) {
            for complaint in complaints {
                let words = Sentences.afterParser(String(complaint.dropFirst("Error: ".count)))
                #expect(
                    words.map(Sentences.areWhole) ?? true, "\(complaint)", sourceLocation: location)
            }
        }
    }

    /// The program lies beside the tests' own executable, wherever that was built.
    static var url: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("cips3d")
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - arguments: After the program's name.
    ///   - program: By default the tool.
    ///   - environment: Variables besides those of the tests.
    /// - Returns: What it printed and how it ended; a crash is a negative status.
    /// - Throws: Where the program cannot be started or its output is not text.
    static func run(
        _ arguments: [String], program: URL = url, environment: [String: String] = [:]
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        let files = ["output", "errors"].map { folder.url.appendingPathComponent($0) }
        for file in files { try Data().write(to: file) }
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, given in given }
        process.standardInput = FileHandle.nullDevice
        // Files and not pipes: a pipe that nobody empties stops the program.
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let ending = process.terminationStatus
        return Result(
            status: process.terminationReason == .exit ? ending : -ending,
            output: try String(contentsOf: files[0], encoding: .utf8),
            errors: try String(contentsOf: files[1], encoding: .utf8))
    }

    /// Runs the tool in a terminal of its own.
    ///
    /// - Parameters:
    ///   - arguments: After the program's name.
    ///   - term: What the terminal is called.
    /// - Returns: Everything that was shown.
    /// - Throws: Where `script`, which makes terminals, cannot be started.
    static func inTerminal(_ arguments: [String], term: String) async throws -> String {
        let command = ([url.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        let result = try await run(
            ["script", "--quiet", "--return", "--command", command, "/dev/null"],
            program: URL(fileURLWithPath: "/usr/bin/env"), environment: ["TERM": term])
        #expect(result.status == 0, "\(result.output)")
        return result.output
    }

    /// Runs the tool and expects success.
    @discardableResult
    static func succeed(
        _ arguments: [String], environment: [String: String] = [:],
        location: SourceLocation = #_sourceLocation
    ) async throws -> Result {
        let result = try await run(arguments, environment: environment)
        #expect(result.status == 0, "\(result.errors)", sourceLocation: location)
        return result
    }

    /// Runs the tool and expects a refusal: a status and one sentence.
    static func refuse(
        _ arguments: [String], status: Int32, saying words: String,
        environment: [String: String] = [:], location: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await run(arguments, environment: environment)
        #expect(result.status == status, "\(result.errors)", sourceLocation: location)
        #expect(result.complaints.count == 1, "\(result.errors)", sourceLocation: location)
        #expect(
            result.complaints.first?.contains(words) == true, "\(result.errors)",
            sourceLocation: location)
        #expect(!result.errors.contains("Fatal error"), sourceLocation: location)
        result.expectSentences(at: location)
    }
}
