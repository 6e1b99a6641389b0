import CIPS3DModel
import CIPS3DNetworks
import Foundation
import GANMetrics
import ImageFiles
import ImageReading
import ParallelWork
import RunSettings
import Torch

/// A run of training in its folder: stages, steps, statistics, pictures, snapshots, the model.
///
/// Everything happens on the thread that calls `run`; photographs are decoded on others.
package final class TrainingRun {
    /// Steps in one line of statistics.
    private static let statisticsInterval = 25

    let setting: RunSetting
    private(set) var now: CurrentStage
    private let lock: RunLock
    let tensorBoard: TensorBoardLog
    private var lastSnapshot = ContinuousClock.now
    private var snapshotImages = -1

    var folder: RunFolder { setting.folder }
    var report: @Sendable (TrainingEvent) -> Void { setting.report }
    private var progress: TrainingProgress { now.loop.progress }

    private init(_ now: CurrentStage, _ setting: RunSetting, _ lock: RunLock) {
        (self.now, self.setting, self.lock) = (now, setting, lock)
        tensorBoard = TensorBoardLog(
            setting.folder, from: now.loop.progress.images, report: setting.report)
    }

    /// Begins a run in a new folder.
    ///
    /// Photographs are opened and networks made before anything is written.
    ///
    /// - Parameters:
    ///   - configuration: What is trained and how.
    ///   - description: Data, seed, device and goal.
    ///   - folder: Where the run keeps everything.
    ///   - networks: What measures the run, and what may judge it.
    ///   - start: What the networks begin with; nil is random numbers.
    ///   - peers: The processes that train together, of which this is rank 0; nil where it is alone.
    ///   - report: Called for what the user should know, on the calling thread and others.
    /// - Returns: The run, ready for its first step.
    /// - Throws: A sentence about what is in the way.
    package static func begin(
        _ configuration: Configuration, _ description: RunDescription, in folder: RunFolder,
        networks: RunNetworks = .fetched(), from start: TrainingStart? = nil,
        with peers: TrainingPeers? = nil, report: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> TrainingRun {
        try folder.refuseOtherRun()
        let (plan, device) = (StagePlan(configuration), try Device(named: description.device))
        let photographs = try PhotoSet(of: plan.stages[0], description, report)
        var description = description
        let fingerprint = photographs.fingerprint
        description.photographs = fingerprint
        let means = try TrainingLoop.Means.made(
            for: plan, description, device, networks, peers, report)
        description.engine = means.engine.name
        let setting = RunSetting(
            plan: plan, description: description, folder: folder, networks: networks,
            means: means, report: report)
        let loop = TrainingLoop(plan.stages[0], means)
        try start?.apply(to: loop.adversaries)
        loop.adversaries.settleFrozen()
        try peers?.welcome(loop, description.shared(configuration, fingerprint))
        try folder.create(configuration, description)
        let run = TrainingRun(
            CurrentStage(loop, photographs, setting), setting, try RunLock(folder))
        try run.writeReals()
        try run.writeSnapshot()
        run.reportStart()
        return run
    }

    /// Goes on with the run in a folder, from its newest snapshot that can be read.
    ///
    /// A run that was stopped before its first snapshot starts over.
    ///
    /// - Parameters:
    ///   - folder: The run's folder.
    ///   - networks: What measures the run, and what may judge it.
    ///   - acceptsNewData: Whether it goes on with other photographs than it has had.
    ///   - peers: The processes that train together, of which this is rank 0; nil where it is alone.
    ///   - changes: What is different from now on.
    ///   - report: Called for what the user should know, on the calling thread and others.
    /// - Returns: The run, ready for its next step.
    /// - Throws: A sentence about what is in the way.
    package static func resume(
        in folder: RunFolder, networks: RunNetworks = .fetched(), acceptsNewData: Bool = false,
        with peers: TrainingPeers? = nil, changing changes: RunChanges,
        report: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> TrainingRun {
        var (configuration, description) = try folder.read()
        let lock = try RunLock(folder)
        try changes.apply(to: &configuration, &description)
        let device = try Device(named: description.device)
        let plan = StagePlan(configuration)
        let means = try TrainingLoop.Means.made(
            for: plan, description, device, networks, peers, report)
        let loop = try TrainingLoop.restored(from: folder, plan, means, report: report)
        guard FileManager.default.fileExists(atPath: description.data) else {
            throw RunFolderError.photographsGone(folder.url.path, data: description.data)
        }
        let photographs = try PhotoSet(of: loop.stage, description, report)
        let fingerprint = photographs.fingerprint
        guard acceptsNewData || description.photographs ?? fingerprint == fingerprint else {
            throw RunFolderError.otherPhotographs(folder.url.path, data: description.data)
        }
        description.photographs = fingerprint
        let engine = means.engine.name
        if let before = description.engine, before != engine {
            report(
                .warned(
                    "The run was computed with \(before) so far and goes on with \(engine): its numbers "
                        + "will differ in the last bits from those it would have got."))
        }
        description.engine = engine
        try peers?.welcome(loop, description.shared(configuration, fingerprint))
        folder.removeUnfinishedFiles()
        try folder.write(configuration)
        try folder.write(description)
        try StatisticsFile(url: folder.statisticsURL).truncate(afterStep: loop.progress.steps)
        let setting = RunSetting(
            plan: plan, description: description, folder: folder, networks: networks,
            means: means, report: report)
        let run = TrainingRun(CurrentStage(loop, photographs, setting), setting, lock)
        if !FileManager.default.fileExists(atPath: folder.realsURL.path) { try run.writeReals() }
        run.reportStart()
        return run
    }

    /// Trains until the goal is reached or somebody asks to stop; both end with a snapshot.
    ///
    /// - Parameter cancellation: Asked after every step.
    /// - Returns: How far the run is.
    /// - Throws: ``TrainingStopped`` where a number is not finite; a sentence where a file cannot
    ///   be written. Snapshots that are there stay.
    package func run(cancellation: Cancellation = Cancellation()) throws -> TrainingProgress {
        var deadline = Deadline(setting.description.goal, from: progress, setting.plan)
        var (window, conditions) = (StatisticsWindow(), now.loop.conditions)
        var nextGrid = nextGrid(after: progress.images)
        while try goesOn(!deadline.isReached(progress) && !cancellation.isCancelled) {
            if now.loop.isAtEnd, let next = setting.plan.stage(after: now.stage) {
                if window.count > 0 { try record(&window, conditions) }
                try advance(to: next)
                deadline.beginStage(at: progress)
            }
            conditions = now.loop.conditions
            let before = progress.seconds
            let (judged, made) = try step()
            window.add(judged, made, seconds: progress.seconds - before)
            report(
                .stepped(
                    progress, fractionDone: deadline.fraction(progress),
                    secondsLeft: deadline.secondsLeft(progress)))
            // At multiples, so that a resumed run has lines for the same steps as a straight one.
            if progress.steps.isMultiple(of: Self.statisticsInterval) {
                let measures = now.measurer?.measuresIfDue(now.model, progress, cancellation)
                try record(&window, conditions, measures)
            }
            if progress.images >= nextGrid {
                try addGrid()
                nextGrid = self.nextGrid(after: progress.images)
            }
            if ContinuousClock.now - lastSnapshot >= snapshotInterval { try writeSnapshot() }
        }
        // First what nobody can make again.
        if snapshotImages != progress.images { try writeSnapshot() }
        if window.count > 0 { try record(&window, conditions) }
        try addGrid()
        // Everything is written: whoever is gone now is missed by nobody.
        try? setting.means.peers?.leave()
        return progress
    }

    /// Goes on in another stage, after a snapshot: what this one learned outlives whatever goes wrong.
    private func advance(to next: StagePlan.Stage) throws {
        if snapshotImages != progress.images { try writeSnapshot() }
        try addGrid()
        let photographs = try now.photographs.inSize(of: next, report)
        let present = try? setting.description.photographs(
            decodingMegabytes: now.training.decodingMegabytes
        ).fingerprint
        if present != setting.description.photographs {
            report(
                .warned(
                    "\(photographs.path) has changed since the run began; it goes on with the photographs of then, "
                        + "and others stand in for those that are gone."))
        }
        let size = now.training.imageSize
        if next.configuration.training.imageSize != size { try folder.putBestAside(size: size) }
        now = CurrentStage(
            TrainingLoop(next, after: now.loop, setting.means), photographs, setting)
        try writeReals()
        reportStage()
    }

    private func reportStart() {
        report(.started(photographs: now.photographs.count, progress: progress))
        if setting.plan.stages.count > 1 { reportStage() }
    }

    private func reportStage() {
        report(.stage(now.stage, count: setting.plan.stages.count))
    }

    /// Whether there is another step, which all processes have to know.
    private func goesOn(_ decision: Bool) throws -> Bool {
        do {
            return try setting.means.peers?.goesOn(decision) ?? decision
        } catch {
            throw PeerLost(cause: error, snapshot: folder.snapshots.first?.path)
        }
    }

    private func step() throws -> (DiscriminatorReport, GeneratorReport) {
        do {
            return try now.loop.step(now.feed)
        } catch let error as NotFinite {
            throw TrainingStopped(
                step: progress.steps + 1, cause: error,
                snapshot: folder.snapshots.first?.path)
        } catch let error as ProcessGroupError {
            throw PeerLost(cause: error, snapshot: folder.snapshots.first?.path)
        } catch let error as PhotoSetError {
            // The step has not begun: what was learned before it need not be lost.
            if snapshotImages != progress.images { try? writeSnapshot() }
            throw error
        }
    }

    private func record(
        _ window: inout StatisticsWindow, _ conditions: StepConditions,
        _ measures: TrainingMeasures? = nil
    ) throws {
        let record = window.record(progress, now.stage, conditions, measures: measures)
        try StatisticsFile(url: folder.statisticsURL).append(record)
        tensorBoard.add(record, images: progress.images)
        report(.recorded(record))
        window = StatisticsWindow()
    }

    private var snapshotInterval: Duration { .seconds(now.training.snapshotMinutes * 60) }

    private func nextGrid(after images: Int) -> Int {
        let interval = max(1, Int(now.training.gridInterval * 1_000))
        return (images / interval + 1) * interval
    }

    private func writeSnapshot() throws {
        let url = folder.snapshotURL(images: progress.images)
        try now.loop.writeSnapshot(to: url)
        try writeModel()
        folder.removeOldSnapshots()
        lastSnapshot = .now
        snapshotImages = progress.images
        report(.wrote(url))
    }
}
