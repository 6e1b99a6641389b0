import Foundation
import Testing

/// `cips3d train` as a process that can be watched and ended.
final class TrainProcess {
    /// The program lies beside the tests' own executable, wherever that was built.
    private static var program: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("cips3d")
    }

    private let process = Process()
    /// Kept, because it deletes its folder when it goes.
    private let scene: TrainingScene
    private let log: URL

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - options: What follows `train`.
    ///   - scene: Where standard output and error are kept.
    ///   - shell: What a shell does; it finds the program and its arguments as `"$0" "$@"`.
    /// - Throws: What the system says where it cannot be started.
    init(_ options: [String], in scene: TrainingScene, shell: String = #"exec "$0" "$@""#) throws {
        self.scene = scene
        log = scene.logs.appendingPathComponent(UUID().uuidString)
        try Data().write(to: log)
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", shell, Self.program.path, "train"] + options
        // Teams of threads that wait for one another are slow where tests share a machine.
        process.environment = ProcessInfo.processInfo.environment
            .merging(["OMP_NUM_THREADS": "1"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        // A file and not a pipe: a pipe that nobody empties stops the program.
        let output = try FileHandle(forWritingTo: log)
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
    }

    /// What the system calls the process.
    var identifier: pid_t { process.processIdentifier }

    /// Everything printed so far.
    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// Whether the first step is near: everything is opened, and signals are listened for.
    var hasBegun: Bool { output.contains(" images found in ") }

    /// Waits until something is there, or the process ended.
    ///
    /// What never comes ends the process: a test that fails is better than one that waits for ever.
    func wait(for condition: () -> Bool) {
        let deadline = ContinuousClock.now + .seconds(180)
        while process.isRunning, !condition() {
            guard ContinuousClock.now < deadline else {
                Issue.record("what was waited for never came: \(output)")
                return process.terminate()
            }
            Thread.sleep(forTimeInterval: 0.002)
        }
    }

    /// Sends a signal.
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end.
    ///
    /// - Returns: The exit code; the negative number of a signal that ended it.
    func finish() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit
            ? process.terminationStatus : -process.terminationStatus
    }
}
