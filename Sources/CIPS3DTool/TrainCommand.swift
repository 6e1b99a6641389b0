import ArgumentParser
import CIPS3DModel
import CIPS3DTraining
import Foundation
import ImageReading
import ParallelWork
import Torch

/// `cips3d train`.
struct TrainCommand: AsyncParsableCommand {
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

    @Option(help: "Folder (searched recursively) or zip of images: \(ImageFormat.list).")
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
    @Option(
        help: ArgumentHelp(
            "The stage of the settings to begin with, from 1, with --from (default: the first that "
                + "is larger than the model).", valueName: "number"))
    var stage: Int?
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
    @Option(
        help: ArgumentHelp(
            "Processes on this machine that share every batch (default: 1); on several machines start one "
                + "each as torchrun does (Docs/distributed.md).", valueName: "count"))
    var processes: Int?
    @Option(
        help: ArgumentHelp(
            "Memory that each process may take, as in 8G: batches are looked at in parts where they need "
                + "more (default: whole batches).", valueName: "size"))
    var memory: MemoryLimit?
    @Flag(
        help: ArgumentHelp(
            "Shows settings, and what each stage takes: parameters, arithmetic, memory, disk, and time by "
                + "a few steps; writes nothing."))
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
        if processes != nil, dryRun {
            throw ValidationError("--processes has no meaning with --dry-run, which measures one.")
        }
        if let processes, !(1...1_024).contains(processes) {
            throw ValidationError("--processes has to be from 1 to 1024, not \(processes).")
        }
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads has to be from 1 to 1024, not \(threads).")
        }
        if resume != nil {
            let fixed = [
                ("--preset", preset != nil), ("--config", config != nil),
                ("--set", !overrides.isEmpty), ("--out", out != nil), ("--seed", seed != nil),
                ("--from", from != nil), ("--stage", stage != nil),
            ]
            for (name, isGiven) in fixed where isGiven {
                throw ValidationError("\(name) cannot change a run that --resume goes on with.")
            }
        } else {
            guard !acceptNewData else {
                throw ValidationError("--accept-new-data has no meaning without --resume.")
            }
            guard stage == nil || from != nil else {
                throw ValidationError(
                    "--stage has no meaning without --from: a model that has learned the stages before."
                )
            }
            guard data != nil else { throw ValidationError("--data is missing (or --resume).") }
            guard out != nil || dryRun else { throw ValidationError("--out is missing.") }
        }
    }

    func run() async throws {
        if let threads { TorchRuntime.threadCount = threads }
        if dryRun { return try showPlan() }
        let rendezvous = try Rendezvous()
        guard let processes, processes > 1 else {
            return try await train(rendezvous, threads: threads)
        }
        guard rendezvous == nil else {
            throw ToolError(
                "--processes starts processes, and the environment says that this is one of several "
                    + "already (RANK, WORLD_SIZE); leave out one of both.")
        }
        // The cores are shared out.
        let threads = threads ?? max(1, TorchRuntime.threadCount / processes)
        let team = try TrainingTeam(processes, threads: threads)
        do {
            try await train(team.rendezvous, threads: threads)
            team.finish()
        } catch {
            team.stop()
            throw error
        }
    }

    private func train(_ rendezvous: Rendezvous?, threads: Int?) async throws {
        let isFollower = rendezvous.map { $0.rank > 0 } ?? false
        let interruption = isFollower ? nil : Interruption()
        // A terminal sends it to all; rank 0 says when it is enough.
        if isFollower { signal(SIGINT, SIG_IGN) }
        var job = try resume.map(resumed) ?? begun(isFollower: isFollower)
        (job.threads, job.rendezvous) = (threads, rendezvous)
        let display = TrainingDisplay(beginsWithNothing: from == nil && resume == nil)
        let cancellation = interruption?.cancellation ?? Cancellation()
        for try await event in job.events(cancellation: cancellation) where !isFollower {
            display.show(event)
        }
    }

    private var goal: RunDescription.Goal? {
        minutes.map { .minutes($0) } ?? kimg.map { .kimg($0) }
    }

    private func resolved(_ start: TrainingStart?) throws -> Configuration {
        let configuration = try Configuration.resolved(
            preset: preset ?? .faces64, start: start?.configuration,
            file: config.map { URL(fileURLWithPath: $0) }, overrides: overrides, stage: stage)
        let first = StagePlan(configuration).stages[0]
        guard start != nil || first.configuration.training.frozen.isEmpty else {
            throw ToolError(
                "training.frozen keeps what a model has learned, and this run begins with nothing; "
                    + "name one, as in --from Models/faces-64.")
        }
        return configuration
    }

    private func start() throws -> TrainingStart? {
        try from.map { try TrainingStart(contentsOf: URL(fileURLWithPath: $0)) }
    }

    /// What a new run says of itself.
    private var beginning: RunDescription {
        RunDescription(
            data: data ?? "", seed: seed ?? 0, device: device ?? "cpu", goal: goal ?? .open,
            versions: ["cips3d": PackageVersion.current, "libtorch": TorchRuntime.version])
    }

    /// What a run that goes on says differently.
    private var changes: RunChanges {
        var changes = RunChanges()
        (changes.data, changes.device, changes.goal) = (data, device, goal)
        return changes
    }

    private func begun(isFollower: Bool) throws -> TrainingJob {
        let folder = RunFolder(url: URL(fileURLWithPath: out ?? ""))
        if !isFollower { try folder.refuseOtherRun() }
        let start = try start()
        let configuration = try resolved(start)
        var description = beginning
        if memory != nil {
            description.imagesAtOnce = try plan(configuration, description).imagesAtOnce
        }
        return TrainingJob(configuration, description, in: folder, from: start)
    }

    private func resumed(_ path: String) throws -> TrainingJob {
        let folder = RunFolder(url: URL(fileURLWithPath: path))
        var changes = changes
        if memory != nil {
            var (configuration, description) = try folder.read()
            changes.apply(to: &description)
            changes.imagesAtOnce = try plan(configuration, description).imagesAtOnce
        }
        return TrainingJob(resuming: folder, with: changes, acceptsNewData: acceptNewData)
    }

    private func showPlan() throws {
        let (configuration, description): (Configuration, RunDescription)
        if let resume {
            var (kept, changed) = try RunFolder(url: URL(fileURLWithPath: resume)).read()
            changes.apply(to: &changed)
            (configuration, description) = (kept, changed)
        } else {
            (configuration, description) = (try resolved(start()), beginning)
            if let out { try RunFolder(url: URL(fileURLWithPath: out)).refuseOtherRun() }
        }
        print(String(decoding: configuration.encodedJSON(), as: UTF8.self), terminator: "")
        fflush(nil)
        print(try plan(configuration, description, to: description.goal))
    }

    /// What a run would take; of all its stages, where no goal is named.
    private func plan(
        _ configuration: Configuration, _ description: RunDescription,
        to goal: RunDescription.Goal = .open
    ) throws -> TrainingPlan {
        try TrainingPlan(
            configuration, data: description.data, goal: goal,
            device: Device(named: description.device), limit: memory
        ) { sentence in
            FileHandle.standardError.write(Data("\(sentence)\n".utf8))
        }
    }
}

extension Preset: ExpressibleByArgument {}

extension MemoryLimit: ExpressibleByArgument {
    /// A number with a unit, as in `8G`; nil where the text is none.
    ///
    /// - Parameter argument: What the option was given.
    public init?(argument: String) { self.init(argument) }
}
