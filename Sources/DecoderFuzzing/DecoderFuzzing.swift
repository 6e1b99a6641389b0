import ArgumentParser
import Foundation
import Fuzzing

/// Damages files of every format that people bring and reads them, in processes of their own.
@main
struct DecoderFuzzing: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "DecoderFuzzing",
        abstract: "Damages photographs, archives and weights, and reads them.",
        discussion: """
            Every reader has to end in values or in one sentence, whatever is in the file. Damaged \
            files are read in child processes with bounds on memory and time; what ends one is \
            kept in --out, and the next child goes on behind it.

            EXAMPLE
              DecoderFuzzing Tests/ImageFilesTests/Fixtures --minutes 60 --out runs/fuzz
              DecoderFuzzing --read runs/fuzz/1-4711.png
            """)

    @Argument(help: ArgumentHelp("Files and folders that are damaged.", valueName: "path"))
    var paths: [String] = []

    @Option(help: ArgumentHelp("Damaged files; without --minutes.", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Goes on for so long.", valueName: "n"))
    var minutes: Double?

    @Option(help: ArgumentHelp("Which damaged files.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp("Children at once. (default: one for each processor)", valueName: "n"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: ArgumentHelp("The most seconds that a file may take.", valueName: "n"))
    var seconds = 30.0

    @Option(
        help: ArgumentHelp("The most memory that reading may add, in MB.", valueName: "n"))
    var megabytes = 512

    @Option(help: ArgumentHelp("Where files are kept that end a child.", valueName: "dir"))
    var out = "runs/fuzz"

    @Option(
        help: ArgumentHelp("Reads one file as a child does, and nothing else.", valueName: "file"))
    var read: String?

    @Option(help: ArgumentHelp("The program that reads, for tests of this one.", valueName: "file"))
    var reader: String?

    @Option(help: .hidden)
    var childBatch: FuzzBatch?

    @Option(help: .hidden)
    var room: String?

    func validate() throws {
        guard read != nil || !paths.isEmpty else {
            throw ValidationError("Nothing is named that could be damaged; name files or folders.")
        }
        guard read != nil || childBatch != nil || (count == nil) != (minutes == nil) else {
            throw ValidationError("Give either --count or --minutes.")
        }
        guard threads > 0, megabytes > 0, seconds > 0, (count ?? 1) > 0, (minutes ?? 1) > 0 else {
            throw ValidationError("A count, a time or a bound is not above 0.")
        }
    }

    func run() throws {
        if let read {
            let url = URL(fileURLWithPath: read)
            let kind = try FileKind(of: url, Data(contentsOf: url))
            try MemoryLimit.set(growth: megabytes << 20)
            return try print(Reading(kind).end(of: url) ?? "values")
        }
        let files = try SeedFiles(paths)
        if let childBatch, let room {
            return try FuzzChild(files, seed: seed, room: FuzzRoom(URL(fileURLWithPath: room)))
                .run(childBatch, megabytes: megabytes)
        }
        try supervise(files)
    }

    private func supervise(_ files: SeedFiles) throws {
        let supervisor = FuzzSupervisor(
            files: files, seed: seed, seconds: seconds, out: URL(fileURLWithPath: out)
        ) { batch, room in
            let process = Process()
            process.executableURL =
                reader.map { URL(fileURLWithPath: $0) }
                ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            process.arguments =
                paths + [
                    "--seed", "\(seed)", "--megabytes", "\(megabytes)", "--child-batch",
                    "\(batch.first):\(batch.count)", "--room", room.path,
                ]
            return process
        }
        let deadline = minutes.map { Date(timeIntervalSinceNow: 60 * $0) }
        let findings = try supervisor.run(count: count, until: deadline, threads: threads)
        let (cases, values, sentences) = supervisor.done
        print(
            "\(cases) damaged files of \(files.count): \(values) read, \(sentences) refused, "
                + "\(findings.count) findings")
        for finding in findings { print("  \(finding)") }
        if !findings.isEmpty { throw ExitCode(1) }
    }
}

/// Some of the cases of a seed, one behind the other.
struct FuzzBatch: ExpressibleByArgument, Equatable {
    let first: Int
    let count: Int

    init(first: Int, count: Int) { (self.first, self.count) = (first, count) }

    /// "first:count".
    init?(argument: String) {
        let numbers = argument.split(separator: ":").compactMap { Int($0) }
        guard numbers.count == 2 else { return nil }
        self.init(first: numbers[0], count: numbers[1])
    }
}
