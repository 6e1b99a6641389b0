import CIPS3DModel
import CIPS3DNetworks
import GANMetrics
import ImageFiles
import ImageReading
import RunSettings
import Torch
import TorchNN

/// What a run would do, stage by stage, without doing it.
///
/// Networks are made with random numbers, also the one that projected discriminators look through: time
/// and memory do not depend on them, and nothing is fetched.
package struct TrainingPlan: Sendable, CustomStringConvertible {
    /// What each stage takes.
    package let stages: [StageCost]
    /// Files that look like photographs; nil where the plan was made without any.
    package let photographs: Int?

    /// Opens the data and takes a few steps of each stage.
    ///
    /// - Parameters:
    ///   - configuration: What would be trained.
    ///   - description: Its photographs; nil takes grey squares in their place.
    ///   - goal: When it would end.
    ///   - device: Where to compute.
    ///   - limit: Memory that the run may take; nil looks at whole batches.
    ///   - report: Told which stage is measured, a sentence, before each.
    /// - Throws: `ImageError` or ``PhotoSetError`` where there are no photographs;
    ///   ``MemoryLimitError``; ``NotFinite``.
    package init(
        _ configuration: Configuration, of description: RunDescription?,
        goal: RunDescription.Goal = .open,
        device: Device = .cpu, limit: MemoryLimit? = nil, report: (String) -> Void = { _ in }
    ) throws {
        var plan = StagePlan(configuration)
        // Beyond 10^15 no run comes, and whole numbers of images are exact up to there.
        if case .kimg(let kimg) = goal, kimg < 1e12 {
            plan = plan.ending(at: max(1, Int((kimg * 1_000).rounded(.up))))
        }
        let means = TrainingLoop.Means(
            seed: 0, device: device,
            pyramid: plan.looksThroughNetwork ? try EfficientNetLite0.untrained(on: device) : nil,
            engine: try .fastest(on: device, threads: TorchRuntime.threadCount))
        photographs = try description?.photographs(
            decodingMegabytes: configuration.training.decodingMegabytes
        ).count
        stages = try plan.stages.map { stage in
            report("measuring a few steps of stage \(stage.index + 1) of \(plan.stages.count)")
            let data = try description.map { try PhotoSet(of: stage, $0) { _ in } }
            return try StageCost(stage, data, means, limit: limit)
        }
    }

    /// Images at a time, for each stage.
    package var imagesAtOnce: [Int] { stages.map(\.imagesAtOnce) }

    /// Bytes of snapshots at their fullest: those that are kept and the one that is being written.
    package var diskBytes: Int {
        let largest = stages.map(\.snapshotBytes).max() ?? 0
        return largest * (RunFolder.keptSnapshots + 1)
    }

    /// Stages, photographs, disk and time.
    package var description: String {
        let rows = [StageCost.columns] + stages.map(\.row)
        let widths = StageCost.columns.indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        let lines = rows.map { row in
            zip(row, widths).map { text, width in
                String(repeating: " ", count: width - text.count) + text
            }.joined(separator: "  ")
        }
        let times = stages.compactMap(\.seconds)
        let total =
            times.count == stages.count
            ? "\(StageCost.duration(times.reduce(0, +))), by a few steps of each stage and without "
                + "measurements" : "until it is stopped"
        return lines.joined(separator: "\n") + """

            photographs  \(photographs.map(String.init) ?? "none given: those in memory are not counted")
            disk         \(StageCost.bytes(Double(diskBytes))) for snapshots
            time         \(total)
            """
    }
}

extension StageCost {
    fileprivate init(
        _ stage: StagePlan.Stage, _ data: PhotoSet?, _ means: TrainingLoop.Means,
        limit: MemoryLimit?
    ) throws {
        let training = stage.configuration.training
        let cache = data?.largestCacheBytes ?? 0
        let measured = try StepMeasurement(stage, data, means, limit: limit)
        let atOnce =
            try limit?.imagesAtOnce(stage, measured, photographs: cache)
            ?? training.batchSize
        let adversaries = TrainingLoop(stage, means).adversaries
        let learned = { (store: ParameterStore) in store.learned.map(\.count).reduce(0, +) }
        self.init(
            stage: stage,
            parameters: (
                learned(adversaries.generator.parameters),
                learned(adversaries.discriminator.parameters)
            ),
            operations: {
                let each = StepArithmetic(stage.configuration)
                return Double(training.batchSize) * (each.generator + each.discriminators)
            }(),
            imagesAtOnce: atOnce,
            bytes: measured.bytes(images: atOnce) + Double(cache),
            secondsPerStep: measured.seconds(images: training.batchSize),
            snapshotBytes: Snapshot.byteCount(adversaries))
    }
}

extension EfficientNetLite0 {
    /// The network with numbers that mean nothing, where only its sizes and its speed matter.
    fileprivate static func untrained(on device: Device) throws -> EfficientNetLite0 {
        try EfficientNetLite0(
            NetworkWeights(device: device) { _, shape in
                Array(repeating: 0.02, count: shape.reduce(1, *))
            })
    }
}
