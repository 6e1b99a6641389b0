import Foundation
import Synchronization

/// Starts children, watches over them and keeps what ended them.
final class FuzzSupervisor: Sendable {
    /// What ended a child.
    struct Finding: Sendable, CustomStringConvertible {
        let file: URL
        let reason: String
        var description: String { "\(file.path): \(reason)" }
    }

    /// Cases of a child: starting one takes as long as some tens of them.
    private static let batchLength = 500
    /// A machine on which nothing works would fill the disk.
    private static let mostFindings = 100

    private struct State {
        var next = 0
        var done = 0
        var values = 0
        var sentences = 0
        var findings: [Finding] = []
        var failure: (any Error)?
    }

    private let files: SeedFiles
    private let seed: UInt64
    private let seconds: Double
    private let out: URL
    private let child: @Sendable (FuzzBatch, URL) -> Process
    private let state = Mutex(State())
    private static let starting = Mutex(())

    /// Cases that were read, and how many of them ended in values and in sentences.
    var done: (cases: Int, values: Int, sentences: Int) {
        state.withLock { ($0.done, $0.values, $0.sentences) }
    }

    /// Whether it makes no sense to go on.
    private var isBroken: Bool {
        state.withLock { $0.failure != nil || $0.findings.count >= Self.mostFindings }
    }

    /// A supervisor.
    ///
    /// - Parameters:
    ///   - files: What is damaged.
    ///   - seed: Which damage.
    ///   - seconds: The most that one case may take.
    ///   - out: Where findings are kept.
    ///   - child: Makes a process for a batch that writes the number of its case to a file.
    init(
        files: SeedFiles, seed: UInt64, seconds: Double, out: URL,
        child: @escaping @Sendable (FuzzBatch, URL) -> Process
    ) {
        (self.files, self.seed, self.seconds, self.out) = (files, seed, seconds, out)
        self.child = child
    }

    /// Reads cases until there are no more or the time is up.
    ///
    /// - Parameters:
    ///   - count: How many; nil is no end.
    ///   - deadline: When no batch is begun any more.
    ///   - threads: Children at once.
    /// - Returns: What ended children.
    /// - Throws: Where a child cannot be started or a finding not be kept.
    func run(count: Int?, until deadline: Date?, threads: Int) throws -> [Finding] {
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            do {
                while let batch = claim(count: count, until: deadline) { try work(on: batch) }
            } catch {
                state.withLock { $0.failure = error }
            }
        }
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            return state.findings
        }
    }

    private func claim(count: Int?, until deadline: Date?) -> FuzzBatch? {
        state.withLock { state in
            guard state.failure == nil, state.findings.count < Self.mostFindings,
                deadline.map({ $0 > Date() }) ?? true
            else { return nil }
            let left = (count ?? .max) - state.next
            guard left > 0 else { return nil }
            let batch = FuzzBatch(first: state.next, count: min(left, Self.batchLength))
            state.next += batch.count
            return batch
        }
    }

    /// Reads a batch, each time behind what ended the child before.
    private func work(on batch: FuzzBatch) throws {
        let end = batch.first + batch.count
        var first = batch.first
        while first < end, !isBroken {
            let rest = FuzzBatch(first: first, count: end - first)
            guard let (index, reason) = try watch(rest) else {
                state.withLock { $0.done += rest.count }
                return
            }
            let finding = try keep(index, reason)
            state.withLock {
                $0.done += index + 1 - first
                $0.findings.append(finding)
            }
            first = index + 1
        }
    }

    /// Runs a child to its end.
    ///
    /// - Returns: The case that ended it, and how; nil where it came to the end of the batch.
    private func watch(_ batch: FuzzBatch) throws -> (index: Int, reason: String)? {
        let room = try FuzzRoom()
        defer { room.remove() }
        let process = child(batch, room.folder)
        try Data().write(to: room.errors)
        let errors = try FileHandle(forWritingTo: room.errors)
        defer { try? errors.close() }
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        // Two that start at once would inherit one another's files.
        try Self.starting.withLock { _ in try process.run() }
        var (last, since) = (batch.first, Date())
        var isLate = false
        while process.isRunning {
            Thread.sleep(forTimeInterval: 0.02)
            let now = room.progress?.index ?? batch.first
            if now != last { (last, since) = (now, Date()) }
            guard !isLate, Date().timeIntervalSince(since) > seconds else { continue }
            isLate = true
            // It leads a group, to which whatever it started belongs.
            kill(-process.processIdentifier, SIGKILL)
            kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        let progress = room.progress
        state.withLock {
            $0.values += progress?.values ?? 0
            $0.sentences += progress?.sentences ?? 0
        }
        let index = progress?.index ?? batch.first
        if isLate { return (index, "it took longer than \(seconds) seconds") }
        let said = room.firstWords.map { ": \($0)" } ?? ""
        if process.terminationReason == .uncaughtSignal {
            return (index, "signal \(process.terminationStatus)\(said)")
        }
        return process.terminationStatus == 0
            ? nil : (index, "status \(process.terminationStatus)\(said)")
    }

    private func keep(_ index: Int, _ reason: String) throws -> Finding {
        try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
        let fuzzed = FuzzCase(files, seed: seed, index: index)
        let file = out.appendingPathComponent("\(seed)-\(index).\(fuzzed.ending)")
        try fuzzed.data.write(to: file)
        return Finding(file: file, reason: reason)
    }
}
