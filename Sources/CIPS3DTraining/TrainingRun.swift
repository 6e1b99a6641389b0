import CIPS3DModel
import CIPS3DNetworks
import Foundation
import GANMetrics
import ImageFiles
import ParallelWork
import Torch

/// A run of training in its folder: steps, statistics, pictures, snapshots, the model.
///
/// Everything happens on the thread that calls `run`; photographs are decoded on others.
public final class TrainingRun {
    /// Steps in one line of statistics.
    private static let statisticsInterval = 25

    let folder: RunFolder
    let description: RunDescription
    let loop: TrainingLoop
    let photographs: PhotoSet
    let report: @Sendable (TrainingEvent) -> Void
    private let feed: PhotoFeed
    private let lock: RunLock
    private let measurer: RunMeasurer?
    private var lastSnapshot = ContinuousClock.now
    private var snapshotImages = -1

    var configuration: Configuration { loop.configuration }

    private init(
        _ loop: TrainingLoop, _ photographs: PhotoSet, _ description: RunDescription,
        _ folder: RunFolder, _ lock: RunLock, _ networks: RunNetworks,
        _ report: @escaping @Sendable (TrainingEvent) -> Void
    ) {
        (self.loop, self.photographs, self.description) = (loop, photographs, description)
        (self.folder, self.lock, self.report) = (folder, lock, report)
        let training = loop.configuration.training
        measurer = RunMeasurer(training, description, folder, networks, report)
        feed = PhotoFeed(
            photographs, batchSize: training.batchSize, mirrors: training.mirrorsImages,
            seed: description.seed, position: loop.progress.images)
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
    ///   - report: Called for what the user should know, on the calling thread and others.
    /// - Returns: The run, ready for its first step.
    /// - Throws: A sentence about what is in the way.
    public static func begin(
        _ configuration: Configuration, _ description: RunDescription, in folder: RunFolder,
        networks: RunNetworks = .fetched(), from start: TrainingStart? = nil,
        report: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> TrainingRun {
        try folder.refuseOtherRun()
        let device = try Device(named: description.device)
        let photographs = try open(configuration, description, report)
        var description = description
        description.photographs = photographs.fingerprint
        let loop = try makeLoop(configuration, description, device, networks, report)
        try start?.apply(to: loop.adversaries)
        loop.adversaries.settleFrozen()
        try folder.create(configuration, description)
        let run = TrainingRun(
            loop, photographs, description, folder, try RunLock(folder), networks, report)
        try run.writeReals()
        try run.writeSnapshot()
        report(.started(photographs: photographs.count, progress: loop.progress))
        return run
    }

    /// Goes on with the run in a folder, from its newest snapshot that can be read.
    ///
    /// A run that was stopped before its first snapshot starts over. What `change` does is kept.
    ///
    /// - Parameters:
    ///   - folder: The run's folder.
    ///   - networks: What measures the run, and what may judge it.
    ///   - acceptsNewData: Whether it goes on with other photographs than it has had.
    ///   - change: Changes what the run says of itself: another place of the data, another goal.
    ///   - report: Called for what the user should know, on the calling thread and others.
    /// - Returns: The run, ready for its next step.
    /// - Throws: A sentence about what is in the way.
    public static func resume(
        in folder: RunFolder, networks: RunNetworks = .fetched(), acceptsNewData: Bool = false,
        changing change: (inout RunDescription) -> Void,
        report: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> TrainingRun {
        var (configuration, description) = try folder.read()
        let lock = try RunLock(folder)
        change(&description)
        let device = try Device(named: description.device)
        let photographs = try open(configuration, description, report)
        let fingerprint = photographs.fingerprint
        guard acceptsNewData || description.photographs ?? fingerprint == fingerprint else {
            throw RunFolderError.otherPhotographs(folder.url.path, data: description.data)
        }
        description.photographs = fingerprint
        let loop = try makeLoop(configuration, description, device, networks, report)
        try loop.restoreNewestSnapshot(of: folder, report: report)
        folder.removeUnfinishedFiles()
        try folder.write(description)
        try StatisticsFile(url: folder.statisticsURL).truncate(afterStep: loop.progress.steps)
        let run = TrainingRun(
            loop, photographs, description, folder, lock, networks, report)
        if !FileManager.default.fileExists(atPath: folder.realsURL.path) { try run.writeReals() }
        report(.started(photographs: photographs.count, progress: loop.progress))
        return run
    }

    private static func makeLoop(
        _ configuration: Configuration, _ description: RunDescription, _ device: Device,
        _ networks: RunNetworks, _ report: @Sendable (TrainingEvent) -> Void
    ) throws -> TrainingLoop {
        TrainingLoop(
            configuration, seed: description.seed, device: device,
            pyramid: try judgingNetwork(configuration, device, networks, report),
            gradientFree: try .fastest(on: device))
    }

    /// What projected discriminators look through; nil where there are none.
    private static func judgingNetwork(
        _ configuration: Configuration, _ device: Device, _ networks: RunNetworks,
        _ report: @Sendable (TrainingEvent) -> Void
    ) throws -> (any FeaturePyramid)? {
        guard configuration.discriminator.kind == .projected else { return nil }
        do {
            return try networks.makeJudging(device) { report(.paused($0)) }
        } catch {
            throw JudgingNetworkError(cause: error)
        }
    }

    private static func open(
        _ configuration: Configuration, _ description: RunDescription,
        _ report: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> PhotoSet {
        try PhotoSet(
            path: description.data, size: configuration.training.imageSize,
            cacheMegabytes: configuration.training.cacheMegabytes,
            notify: { report(.photographs($0)) })
    }

    /// Trains until the goal is reached or somebody asks to stop; both end with a snapshot.
    ///
    /// - Parameter cancellation: Asked after every step.
    /// - Returns: How far the run is.
    /// - Throws: ``TrainingStopped`` where a number is not finite; a sentence where a file cannot
    ///   be written. Snapshots that are there stay.
    public func run(cancellation: Cancellation = Cancellation()) throws -> TrainingProgress {
        let deadline = Deadline(description.goal, from: loop.progress)
        var (window, conditions) = (StatisticsWindow(), loop.conditions)
        var nextGrid = nextGrid(after: loop.progress.images)
        measurer?.begin(at: loop.progress.images)
        while !deadline.isReached(loop.progress), !cancellation.isCancelled {
            conditions = loop.conditions
            let before = loop.progress.seconds
            let (judged, made) = try step()
            window.add(judged, made, seconds: loop.progress.seconds - before)
            report(
                .stepped(
                    loop.progress, fractionDone: deadline.fraction(loop.progress),
                    secondsLeft: deadline.secondsLeft(loop.progress)))
            // At multiples, so that a resumed run has lines for the same steps as a straight one.
            if loop.progress.steps.isMultiple(of: Self.statisticsInterval) {
                let measures = measurer?.measuresIfDue(model, loop.progress, cancellation)
                try record(&window, conditions, measures)
            }
            if loop.progress.images >= nextGrid {
                try writeFakes()
                nextGrid = self.nextGrid(after: loop.progress.images)
            }
            if ContinuousClock.now - lastSnapshot >= snapshotInterval { try writeSnapshot() }
        }
        // First what nobody can make again.
        if snapshotImages != loop.progress.images { try writeSnapshot() }
        if window.count > 0 { try record(&window, conditions) }
        try writeFakes()
        return loop.progress
    }

    private func step() throws -> (DiscriminatorReport, GeneratorReport) {
        do {
            return try loop.step(feed)
        } catch let error as NotFinite {
            throw TrainingStopped(
                step: loop.progress.steps + 1, cause: error,
                snapshot: folder.snapshots.first?.path)
        } catch let error as PhotoSetError {
            // The step has not begun: what was learned before it need not be lost.
            if snapshotImages != loop.progress.images { try? writeSnapshot() }
            throw error
        }
    }

    private func record(
        _ window: inout StatisticsWindow, _ conditions: (densityNoise: Double, fade: Double),
        _ measures: TrainingMeasures? = nil
    ) throws {
        let record = window.record(
            loop.progress, batchSize: configuration.training.batchSize,
            densityNoise: conditions.densityNoise, fade: conditions.fade, measures: measures)
        try StatisticsFile(url: folder.statisticsURL).append(record)
        report(.recorded(record))
        window = StatisticsWindow()
    }

    private var snapshotInterval: Duration {
        .seconds(configuration.training.snapshotMinutes * 60)
    }

    private func nextGrid(after images: Int) -> Int {
        let interval = max(1, Int(configuration.training.gridInterval * 1_000))
        return (images / interval + 1) * interval
    }

    private func writeSnapshot() throws {
        let url = folder.snapshotURL(images: loop.progress.images)
        try loop.writeSnapshot(to: url)
        try writeModel()
        folder.removeOldSnapshots()
        lastSnapshot = .now
        snapshotImages = loop.progress.images
        report(.wrote(url))
    }
}
