import CIPS3DModel
import RunSettings
import Torch

/// What steps of a stage take, by a few of them: time and memory grow with the images in a straight
/// line.
package struct StepMeasurement: Sendable, Equatable {
    /// Images of the smaller and of the larger trial.
    let images: [Int]
    /// Seconds of a step of each.
    let seconds: [Double]
    /// Memory of the process at its peak in each, in bytes.
    let bytes: [Int]

    /// Seconds that a step of the whole batch may take to be tried.
    private static let longestStep = 10.0
    /// Steps are repeated for so many seconds: one alone may be off by a third.
    private static let shortestTrial = 3.0

    /// Steps of networks that are made for it and thrown away.
    ///
    /// - Parameters:
    ///   - stage: What is trained.
    ///   - data: Its photographs; nil takes grey squares in their place.
    ///   - means: What its loop needs; whole batches, and no other processes.
    ///   - limit: Memory that trials may take; nil for any.
    /// - Throws: ``NotFinite`` or ``PhotoSetError``.
    init(
        _ stage: StagePlan.Stage, _ data: PhotoSet?, _ means: TrainingLoop.Means,
        limit: MemoryLimit?
    ) throws {
        let (batch, group) = (stage.configuration.training.batchSize, stage.group)
        // Slices of two images go side by side over the threads.
        let few = min(batch, max(1, 2 * means.engine.threads / group) * group)
        let first = try Self.trial(stage, images: few, data, means)
        // Neither grows faster than the images do.
        let growth = Double(batch) / Double(few)
        let isCheap =
            first.seconds * growth <= Self.longestStep
            && Double(first.bytes) * growth <= limit.map { Double($0.bytes) } ?? .infinity
        let more = isCheap ? batch : min(batch, 2 * few)
        let second = more == few ? first : try Self.trial(stage, images: more, data, means)
        images = [few, more]
        (seconds, bytes) = ([first.seconds, second.seconds], [first.bytes, second.bytes])
    }

    /// Seconds of a step of the whole batch.
    ///
    /// - Parameter count: Images of the batch.
    /// - Returns: An estimate.
    package func seconds(images count: Int) -> Double { Self.line(images, seconds, at: count) }

    /// Memory of the process with so many images at a time, in bytes.
    ///
    /// - Parameter count: Images that go through the networks together.
    /// - Returns: An estimate.
    package func bytes(images count: Int) -> Double {
        Self.line(images, bytes.map(Double.init), at: count)
    }

    /// What grows with the images is never less than nothing; what is measured of one trial alone is
    /// taken as all of it growing.
    ///
    /// - Parameters:
    ///   - x: Images of both trials.
    ///   - y: What was measured.
    ///   - count: Images.
    /// - Returns: The value of the line there.
    package static func line(_ x: [Int], _ y: [Double], at count: Int) -> Double {
        guard x[1] > x[0] else { return y[1] * Double(count) / Double(x[1]) }
        let slope = max(0, (y[1] - y[0]) / Double(x[1] - x[0]))
        return y[1] + slope * Double(count - x[1])
    }

    private static func trial(
        _ stage: StagePlan.Stage, images: Int, _ data: PhotoSet?, _ means: TrainingLoop.Means
    ) throws -> (seconds: Double, bytes: Int) {
        var configuration = stage.configuration
        configuration.training.batchSize = images
        // Freed memory that the process keeps would count as used.
        AllocatorSettings.releaseMemory()
        PeakMemory.reset()
        let loop = TrainingLoop(
            StagePlan(configuration).stages[0], means)
        let feed: any BatchFeed =
            data.map { PhotoFeed($0, for: loop, seed: 0) } ?? GreyFeed(configuration.training)
        // The first step has the gradient penalty, and pays for what is done once.
        _ = try loop.step(feed)
        let first = loop.progress.seconds
        let training = configuration.training
        // Up to the next that has it.
        let most = min(8, training.r1Interval - 1)
        var steps = 0
        repeat {
            _ = try loop.step(feed)
            steps += 1
        } while loop.progress.seconds - first < Self.shortestTrial && steps < most
        let plain = (loop.progress.seconds - first) / Double(steps)
        let hasPenalty = loop.adversaries.discriminator.wantsGradientPenalty
        let share = hasPenalty && training.r1Weight > 0 ? 1 / Double(training.r1Interval) : 0
        return (plain + share * max(0, first - plain), PeakMemory.bytes)
    }
}
