import CIPS3DModel
import Foundation
import RunSettings

extension TrainingLoop {
    /// Writes everything that the run needs to go on.
    ///
    /// - Parameter url: The file.
    /// - Throws: A sentence about the disk; an older file stays.
    func writeSnapshot(to url: URL) throws {
        try Snapshot.write(progress, adversaries: adversaries, random: random, to: url)
    }

    /// The loop of the newest snapshot that can be read; without any, that of the first stage as it
    /// begins.
    ///
    /// - Parameters:
    ///   - folder: Where the snapshots are.
    ///   - plan: The run's stages.
    ///   - means: What all stages share.
    ///   - report: Told of each snapshot that is passed over.
    /// - Returns: The loop of the stage that the snapshot was written in.
    /// - Throws: ``RunFolderError`` where there are snapshots, but none can be read.
    static func restored(
        from folder: RunFolder, _ plan: StagePlan, _ means: Means,
        report: (TrainingEvent) -> Void
    ) throws -> TrainingLoop {
        let snapshots = folder.snapshots
        for url in snapshots {
            do {
                let progress = try Snapshot.progress(url)
                guard plan.stages.indices.contains(progress.stage) else {
                    throw SnapshotError(
                        file: url.path, problem: "it is of a stage that config.json does not have")
                }
                let loop = TrainingLoop(plan.stages[progress.stage], means)
                let (adversaries, random) = (loop.adversaries, loop.random)
                loop.resume(try Snapshot.read(url, into: adversaries, random: random))
                return loop
            } catch {
                report(.skippedSnapshot(file: url.path, reason: "\(error)"))
            }
        }
        guard snapshots.isEmpty else { throw RunFolderError.noValidSnapshot(folder.url.path) }
        return TrainingLoop(plan.stages[0], means)
    }
}
