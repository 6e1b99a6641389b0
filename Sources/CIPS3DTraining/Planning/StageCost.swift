import CIPS3DModel
import Foundation
import RunSettings

/// What a stage of a run takes.
package struct StageCost: Sendable {
    /// The stage.
    package let stage: StagePlan.Stage
    /// Learned numbers of generator and discriminators.
    package let parameters: (generator: Int, discriminators: Int)
    /// Multiplications and additions of a step.
    package let operations: Double
    /// Images that go through the networks together.
    package let imagesAtOnce: Int
    /// Memory of the process, photographs included, in bytes.
    package let bytes: Double
    /// Seconds of a step.
    package let secondsPerStep: Double
    /// Bytes of a snapshot.
    package let snapshotBytes: Int

    private var training: TrainingConfiguration { stage.configuration.training }

    /// Steps of the stage; nil where it has no end.
    package var steps: Int? {
        guard stage.images.upperBound < .max else { return nil }
        return (stage.images.count + training.batchSize - 1) / training.batchSize
    }

    /// Seconds of the whole stage, without measurements; nil where it has no end.
    package var seconds: Double? { steps.map { Double($0) * secondsPerStep } }

    /// A row of a table.
    var row: [String] {
        let size = training.imageSize
        let length = steps.map { _ in String(format: "%.1f", Double(stage.images.count) / 1_000) }
        return [
            "\(stage.index + 1)", "\(size)x\(size)", length ?? "no end", "\(training.batchSize)",
            "\(imagesAtOnce)", "\(parameters.generator) + \(parameters.discriminators)",
            String(format: "%.1f", operations / 1e9), Self.bytes(bytes),
            String(format: "%.2f", secondsPerStep),
            String(format: "%.1f", Double(training.batchSize) / secondsPerStep),
            seconds.map(Self.duration) ?? "-",
        ]
    }

    /// What the columns of `row` are.
    static let columns = [
        "stage", "size", "kimg", "batch", "at once", "parameters G + D", "GFLOP/step", "memory",
        "s/step", "images/s", "time",
    ]

    /// Bytes as a person reads them.
    static func bytes(_ count: Double) -> String {
        count < 1e9
            ? String(format: "%.0f MiB", count / 1_048_576)
            : String(format: "%.1f GiB", count / 1_073_741_824)
    }

    /// Seconds as a person reads them.
    static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<90: String(format: "%.0f s", seconds)
        case ..<5_400: String(format: "%.0f min", seconds / 60)
        case ..<172_800: String(format: "%.1f h", seconds / 3_600)
        default: String(format: "%.0f days", seconds / 86_400)
        }
    }
}
