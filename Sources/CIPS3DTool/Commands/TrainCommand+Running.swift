import CIPS3DModel
import CIPS3DTraining
import Foundation
import ParallelWork
import RunSettings
import Torch

extension TrainCommand {
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
        var (job, shown) = try resume.map(resumed) ?? begun(isFollower: isFollower)
        (job.threads, job.rendezvous) = (threads, rendezvous)
        let display = TrainingDisplay(shown)
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
    private func beginning() throws -> RunDescription {
        var description = RunDescription(
            data: data ?? "", seed: seed ?? 0, device: device ?? "cpu", goal: goal ?? .open,
            versions: ["cips3d": PackageVersion.current, "libtorch": TorchRuntime.version])
        description.excluded = try excluded()
        return description
    }

    /// What a run that goes on says differently.
    private func changes() throws -> RunChanges {
        var changes = RunChanges()
        (changes.data, changes.device, changes.goal) = (data, device, goal)
        (changes.settings, changes.excluded) = (overrides, try excluded())
        return changes
    }

    /// The names in the file of `--exclude`.
    private func excluded() throws -> [String]? {
        try exclude.map { path in
            do {
                return try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
                    .split(whereSeparator: \.isNewline).map(String.init)
            } catch {
                throw ToolError(
                    "\(path) cannot be read as text; name a file with the name of a photograph in each line."
                )
            }
        }
    }

    private func begun(isFollower: Bool) throws -> (TrainingJob, TrainingDisplay.Run) {
        let path = out ?? ""
        let folder = RunFolder(url: URL(fileURLWithPath: path))
        if !isFollower { try folder.refuseOtherRun() }
        let start = try start()
        let configuration = try resolved(start)
        var description = try beginning()
        if memory != nil {
            description.imagesAtOnce = try plan(configuration, description).imagesAtOnce
        }
        let shown = TrainingDisplay.Run(
            name: (preset ?? .faces64).rawValue, data: data ?? "", folder: path,
            goal: description.goal, plan: StagePlan(configuration),
            beginsWithNothing: start == nil)
        return (TrainingJob(configuration, description, in: folder, from: start), shown)
    }

    private func resumed(_ path: String) throws -> (TrainingJob, TrainingDisplay.Run) {
        let folder = RunFolder(locating: URL(fileURLWithPath: path))
        var changes = try changes()
        var (configuration, description) = try folder.read()
        try changes.apply(to: &configuration, &description)
        if memory != nil {
            changes.imagesAtOnce = try plan(configuration, description).imagesAtOnce
        }
        let run = folder.url.relativePath
        let shown = TrainingDisplay.Run(
            name: run, data: description.data, folder: run, goal: description.goal,
            plan: StagePlan(configuration), beginsWithNothing: false)
        let job = TrainingJob(resuming: folder, with: changes, acceptsNewData: acceptNewData)
        return (job, shown)
    }

    private func showPlan() throws {
        let (configuration, description): (Configuration, RunDescription)
        if let resume {
            var (kept, changed) = try RunFolder(locating: URL(fileURLWithPath: resume)).read()
            try changes().apply(to: &kept, &changed)
            (configuration, description) = (kept, changed)
        } else {
            (configuration, description) = (try resolved(start()), try beginning())
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
        let line = StatusLine()
        return try TrainingPlan(
            configuration, of: data == nil && resume == nil ? nil : description, goal: goal,
            device: Device(named: description.device), limit: memory, report: line.say)
    }
}
