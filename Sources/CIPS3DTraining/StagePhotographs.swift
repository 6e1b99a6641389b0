import CIPS3DModel
import RunSettings

extension PhotoSet {
    /// A run's photographs in the size of a stage.
    ///
    /// - Parameters:
    ///   - stage: The stage.
    ///   - description: Where they are.
    ///   - report: Told what the user should know, from any thread.
    /// - Throws: Like the other initialiser.
    convenience init(
        of stage: StagePlan.Stage, _ description: RunDescription,
        _ report: @escaping @Sendable (TrainingEvent) -> Void
    ) throws {
        let training = stage.configuration.training
        let collection = try description.photographs(decodingMegabytes: training.decodingMegabytes)
        try self.init(
            collection, size: training.imageSize, cacheMegabytes: training.cacheMegabytes,
            notify: { report(.photographs($0)) })
    }

    /// The same photographs in the size of another stage: those that were listed when the run began, or
    /// one file that comes or goes overnight would end it.
    ///
    /// - Parameters:
    ///   - stage: The stage.
    ///   - report: Told what the user should know, from any thread.
    /// - Returns: The photographs.
    /// - Throws: ``PhotoSetError`` where more than half of a sample cannot be read by now.
    func inSize(
        of stage: StagePlan.Stage, _ report: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> PhotoSet {
        let training = stage.configuration.training
        return try PhotoSet(
            collection.decoding(withinMegabytes: training.decodingMegabytes),
            size: training.imageSize, cacheMegabytes: training.cacheMegabytes,
            notify: { report(.photographs($0)) })
    }
}

extension PhotoFeed {
    /// What this process takes of a loop's batches, from where the loop is.
    ///
    /// - Parameters:
    ///   - photographs: In the size of its stage.
    ///   - loop: What learns from them.
    ///   - seed: Where the order starts.
    convenience init(_ photographs: PhotoSet, for loop: TrainingLoop, seed: UInt64) {
        let training = loop.configuration.training
        self.init(
            photographs, batchSize: training.batchSize, mirrors: training.mirrorsImages,
            seed: seed, position: loop.progress.images, places: loop.split.places)
    }
}
