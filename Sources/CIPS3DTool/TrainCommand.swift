import ArgumentParser
import CIPS3DModel
import CIPS3DTraining
import Dispatch
import Foundation
import Synchronization
import Torch

/// `cips3d train`.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Learn heads in 3D from a folder or zip of photographs.",
        discussion: """
            The run folder gets config.json, stats.jsonl, reals.png, fakes-<kimg>.png, snapshots \
            and model/, the newest averaged generator, which the other commands take. Ctrl-C ends \
            after the step with a snapshot.

            EXAMPLES
              cips3d train --data photos.zip --preset faces-32 --minutes 40 --out runs/faces
              cips3d train --data photos --set training.batchSize=8 --out runs/small --dry-run
              cips3d train --resume runs/faces --minutes 40
              cips3d train --from runs/faces --data photos.zip --preset faces-64 --out runs/large
              cips3d train --from Models/faces-64 --data drawings --preset transfer-64 \
                --kimg 2 --out runs/drawings
            """)

    @Option(help: "Folder (searched recursively) or zip of JPEG, PNG, PGM or PPM images.")
    var data: String?
    @Option(help: "Where to begin (default: faces-64).")
    var preset: Preset?
    @Option(
        help: ArgumentHelp(
            "JSON with some or all keys of a configuration, over the preset.", valueName: "file"))
    var config: String?
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "Sets one key, over preset and file; may be repeated.", valueName: "key.path=value"))
    var overrides: [String] = []
    @Option(help: "A new folder for the run.")
    var out: String?
    @Option(help: "Ends this invocation after so many minutes.")
    var minutes: Double?
    @Option(help: "Ends the whole run after so many thousands of images.")
    var kimg: Double?
    @Option(
        help: ArgumentHelp(
            "Begins with what this model or run has learned, also at another image size.",
            valueName: "model|run"))
    var from: String?
    @Option(help: "Goes on with the run in this folder; needs no other option.")
    var resume: String?
    @Flag(help: "Goes on with --resume although the photographs are other ones.")
    var acceptNewData = false
    @Option(help: "Where everything random starts (default: 0).")
    var seed: UInt64?
    @Option(help: "cpu, cuda or cuda:N (default: cpu).")
    var device: String?
    @Option(help: "Threads to compute with (default: all cores); photographs have others.")
    var threads: Int?
    @Flag(help: "Shows configuration, sizes and data, and writes nothing.")
    var dryRun = false

    func validate() throws {
        if minutes != nil, kimg != nil {
            throw ValidationError("--minutes and --kimg exclude one another.")
        }
        for (name, value) in [("minutes", minutes), ("kimg", kimg)] {
            guard let value, !(value > 0 && value.isFinite) else { continue }
            throw ValidationError("--\(name) has to be more than 0, not \(value).")
        }
        // What an unset variable of a shell leaves; as a path it would be the present folder.
        for (name, value) in [("data", data), ("out", out), ("resume", resume), ("from", from)]
        where value == "" {
            throw ValidationError("--\(name) is empty: name a path.")
        }
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads has to be from 1 to 1024, not \(threads).")
        }
        if resume != nil {
            let fixed = [
                ("--preset", preset != nil), ("--config", config != nil),
                ("--set", !overrides.isEmpty), ("--out", out != nil), ("--seed", seed != nil),
                ("--from", from != nil),
            ]
            for (name, isGiven) in fixed where isGiven {
                throw ValidationError("\(name) cannot change a run that --resume goes on with.")
            }
        } else {
            guard !acceptNewData else {
                throw ValidationError("--accept-new-data has no meaning without --resume.")
            }
            guard data != nil else { throw ValidationError("--data is missing (or --resume).") }
            guard out != nil || dryRun else { throw ValidationError("--out is missing.") }
        }
    }

    func run() throws {
        if let threads { TorchRuntime.threadCount = threads }
        if dryRun { return try showPlan() }
        let interruption = Interruption()
        let progress = TrainingDisplay(beginsWithNothing: from == nil && resume == nil)
        let run = try resume.map { try resumed($0, progress) } ?? begun(progress)
        let end = try run.run(cancellation: interruption.cancellation)
        progress.finish(end, wasInterrupted: interruption.cancellation.isCancelled)
    }

    private var goal: RunDescription.Goal? {
        minutes.map { .minutes($0) } ?? kimg.map { .kimg($0) }
    }

    private func resolved(_ start: TrainingStart?) throws -> Configuration {
        let configuration = try Configuration.resolved(
            preset: preset ?? .faces64, start: start?.configuration,
            file: config.map { URL(fileURLWithPath: $0) }, overrides: overrides)
        guard start != nil || configuration.training.frozen.isEmpty else {
            throw ToolError(
                "training.frozen keeps what a model has learned, and this run begins with nothing; "
                    + "name one, as in --from Models/faces-64.")
        }
        return configuration
    }

    private func start() throws -> TrainingStart? {
        try from.map { try TrainingStart(contentsOf: URL(fileURLWithPath: $0)) }
    }

    private func begun(_ progress: TrainingDisplay) throws -> TrainingRun {
        let folder = RunFolder(url: URL(fileURLWithPath: out ?? ""))
        let description = RunDescription(
            data: data ?? "", seed: seed ?? 0, device: device ?? "cpu", goal: goal ?? .open,
            versions: ["cips3d": PackageVersion.current, "libtorch": TorchRuntime.version])
        let start = try start()
        let configuration = try resolved(start)
        return try .begin(configuration, description, in: folder, from: start) {
            progress.show($0)
        }
    }

    private func resumed(_ path: String, _ progress: TrainingDisplay) throws -> TrainingRun {
        try .resume(
            in: RunFolder(url: URL(fileURLWithPath: path)), acceptsNewData: acceptNewData
        ) { description in
            if let data { description.data = URL(fileURLWithPath: data).standardizedFileURL.path }
            if let device { description.device = device }
            if let goal { description.goal = goal }
        } report: {
            progress.show($0)
        }
    }

    private func showPlan() throws {
        if let device { _ = try Device(named: device) }
        let (configuration, path): (Configuration, String)
        if let resume {
            let (kept, description) = try RunFolder(url: URL(fileURLWithPath: resume)).read()
            (configuration, path) = (kept, data ?? description.data)
        } else {
            (configuration, path) = (try resolved(start()), data ?? "")
            if let out { try RunFolder(url: URL(fileURLWithPath: out)).refuseOtherRun() }
        }
        let plan = try TrainingPlan(configuration, data: path)
        print(String(decoding: configuration.encodedJSON(), as: UTF8.self), terminator: "")
        print(plan)
    }
}

extension Preset: ExpressibleByArgument {}
