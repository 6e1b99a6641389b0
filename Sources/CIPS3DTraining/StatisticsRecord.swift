import CIPS3DModel
import Foundation
import RunSettings

/// One line of `stats.jsonl`: means over the steps since the line before.
public struct StatisticsRecord: Codable, Sendable, Equatable {
    /// The stage, from 1; nil in what earlier versions wrote.
    public var stage: Int?
    /// Side of the images, in pixels; nil like the stage.
    public var imageSize: Int?
    /// Thousands of photographs seen.
    public var kimg: Double
    /// Steps taken.
    public var step: Int
    /// Seconds spent in steps, over all invocations.
    public var seconds: Double
    /// Photographs a second, since the line before.
    public var imagesPerSecond: Double
    /// Loss of the discriminators.
    public var discriminatorLoss: Double
    /// Loss of the generator.
    public var generatorLoss: Double
    /// The R1 penalty as it entered the loss; nil where no step had one.
    public var r1Penalty: Double?
    /// The view penalty as it entered the discriminators' loss; nil where no step had one, and in
    /// what earlier versions wrote.
    public var discriminatorViewPenalty: Double?
    /// The view penalty as it entered the generator's loss; nil like that of the discriminators.
    public var generatorViewPenalty: Double?
    /// Mean logit of photographs.
    public var realLogit: Double
    /// Mean logit of generated images in the discriminators' steps.
    public var fakeLogit: Double
    /// Norm of the discriminators' gradient before clipping.
    public var discriminatorGradientNorm: Double
    /// Norm of the generator's gradient before clipping.
    public var generatorGradientNorm: Double
    /// Standard deviation of the density noise at the last step.
    public var densityNoise: Double
    /// How far the resolution has faded in.
    public var fade: Double
    /// Probability of each change of an image before it is judged; nil where all are changed.
    public var augmentation: Double?
    /// Memory held by the process, in MiB.
    public var memoryMegabytes: Double
    /// What was measured of the averaged generator; nil in most lines.
    public var measures: TrainingMeasures?
}

/// Sums the reports of several steps.
struct StatisticsWindow {
    private var discriminator: [DiscriminatorReport] = []
    private var generator: [GeneratorReport] = []
    private var seconds = 0.0

    var count: Int { generator.count }

    mutating func add(
        _ judged: DiscriminatorReport, _ made: GeneratorReport, seconds: Double
    ) {
        discriminator.append(judged)
        generator.append(made)
        self.seconds += seconds
    }

    /// The means, at the end of the window.
    func record(
        _ progress: TrainingProgress, _ stage: StagePlan.Stage, _ conditions: StepConditions,
        measures: TrainingMeasures? = nil
    ) -> StatisticsRecord {
        let mean = { (values: [Double]) in values.reduce(0, +) / Double(max(values.count, 1)) }
        // Of those steps alone that had one.
        let meanOfSome = { (values: [Double?]) -> Double? in
            let some = values.compactMap(\.self)
            return some.isEmpty ? nil : mean(some)
        }
        let training = stage.configuration.training
        return StatisticsRecord(
            stage: stage.index + 1, imageSize: training.imageSize,
            kimg: progress.kimg, step: progress.steps, seconds: progress.seconds,
            imagesPerSecond: Double(count * training.batchSize) / max(seconds, 1e-9),
            discriminatorLoss: mean(discriminator.map(\.loss)),
            generatorLoss: mean(generator.map(\.loss)),
            r1Penalty: meanOfSome(discriminator.map(\.penalty)),
            discriminatorViewPenalty: meanOfSome(discriminator.map(\.viewPenalty)),
            generatorViewPenalty: meanOfSome(generator.map(\.viewPenalty)),
            realLogit: mean(discriminator.map(\.realLogit)),
            fakeLogit: mean(discriminator.map(\.fakeLogit)),
            discriminatorGradientNorm: mean(discriminator.map(\.gradientNorm)),
            generatorGradientNorm: mean(generator.map(\.gradientNorm)),
            densityNoise: conditions.densityNoise, fade: conditions.fade,
            augmentation: conditions.augmentation,
            memoryMegabytes: Self.residentMegabytes(), measures: measures)
    }

    /// Resident memory of this process, in MiB; 0 where the system does not say.
    private static func residentMegabytes() -> Double {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return 0
        }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
    }
}
