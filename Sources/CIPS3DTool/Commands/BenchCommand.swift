import ArgumentParser
import CIPS3DModel
import CIPS3DRenderer
import CIPS3DTraining
import Foundation
import InnerLoops
import RunSettings

/// Measures how fast the fused engine renders on this machine.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures how fast this machine renders, and what it could do at most.",
        usage: "cips3d bench [<options>]",
        discussion: """
            First the machine's own peak is measured: multiply-adds on registers alone, on as many \
            threads as render. Then each size is rendered in each precision: once to warm up, and \
            then so many times as --runs says. A time is that of one picture, its head included. \
            GFLOP are the nominal operations of the matrix products; memory is the most that the \
            whole process had at once, libraries and weights included. A preset is measured with \
            random weights, which show no head; a trained model may take less time, because \
            samples whose weight cannot matter are skipped.

            EXAMPLE
              cips3d bench --preset ffhq-256 --sizes 128,256
              cips3d bench --model runs/faces --precision float32,bfloat16 --json
            """)

    @Option(
        help: ArgumentHelp(
            "The network to measure, with random weights. (default: ffhq-256)", valueName: "preset")
    )
    var preset: Preset?

    @Option(
        name: .customLong("model"),
        help: ArgumentHelp(
            "A model's folder, or a run's, to measure instead.", valueName: "dir"))
    var folder: String?

    @Option(
        help: ArgumentHelp("Pixels on a side, several between commas.", valueName: "list"))
    var sizes = CommaSeparated([64, 128, 256])

    @Option(help: ArgumentHelp("float32, bfloat16 or both between commas.", valueName: "list"))
    var precision = CommaSeparated([Precision.float32])

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Threads that compute. (default: one for each processor)", valueName: "n"))
    var threads: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Pictures that are timed, from 1 to 1000.", valueName: "n"))
    var runs = 5

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "Sets one key of the preset, such as camera.finePass=true; may be repeated.",
            valueName: "key.path=value"))
    var overrides: [String] = []

    @Flag(name: .customLong("json"), help: "Prints JSON instead of a table.")
    var printsJSON = false

    func validate() throws {
        guard preset == nil || folder == nil else {
            throw ValidationError("--preset and --model exclude each other; leave one out.")
        }
        guard folder == nil || overrides.isEmpty else {
            throw ValidationError(
                "--set changes a preset, and --model has a configuration of its own; leave one "
                    + "out.")
        }
        let allowed = 1...SizeOption.longestSide
        for size in sizes.values where !allowed.contains(size) {
            throw ValidationError(
                "--sizes has \(size); each has to be from 1 to \(allowed.upperBound).")
        }
        guard (1...1_000).contains(runs) else {
            throw ValidationError("--runs is \(runs); it has to be from 1 to 1000.")
        }
        try ModelOptions.check(threads: threads)
    }

    func run() throws {
        let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        let source = try source()
        // Everything that can be refused is, before the peak is measured.
        let instructions = try InstructionSet.chosen()
        let bench = try RenderingBench(source, threads: threads, runs: runs)
        let peak = MachinePeak.measure(threads: threads)
        var report = BenchReport(
            machine: BenchReport.Machine(
                processor: MachineReport().processor, instructions: instructions.rawValue,
                threads: threads,
                peak: BenchReport.Peak(float32: peak.float32, bfloat16: peak.bfloat16)),
            model: source.name, rows: [])
        PeakMemory.reset()
        show(report.heading(weights: source.weightsName, memory: PeakMemory.bytes))
        for precision in precision.values {
            for size in sizes.values {
                let row = try bench.row(size: size, precision: precision, peak: peak)
                report.rows.append(row)
                show([row.line])
            }
        }
        show(report.notes)
        if printsJSON { try printJSON(report, source: source) }
    }

    /// Prints lines of the table, where there is to be one, as soon as they are known.
    private func show(_ lines: [String]) {
        guard !printsJSON else { return }
        lines.forEach { print($0) }
        fflush(nil)
    }

    private func printJSON(_ report: BenchReport, source: RenderingBench.Source) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(report), as: UTF8.self))
        // Standard output is for the program that reads it.
        for note in ["\(source.name): \(source.weightsName)."] + report.notes {
            StatusLine().say("note: \(note)")
        }
    }

    private func source() throws -> RenderingBench.Source {
        if let folder { return .folder(ModelFolder.named(folder)) }
        let preset = preset ?? .ffhq256
        return .preset(preset, try .resolved(preset: preset, overrides: overrides))
    }
}
