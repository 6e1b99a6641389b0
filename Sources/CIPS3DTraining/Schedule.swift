import CIPS3DModel
import RunSettings

/// What changes from step to step, as a function of the steps taken: fades and noise by those of a
/// stage, average and penalty by those of the run.
package struct Schedule {
    let training: TrainingConfiguration

    /// The schedule of a run.
    ///
    /// - Parameter training: What it follows from.
    package init(training: TrainingConfiguration) {
        self.training = training
    }

    /// Standard deviation of the density noise: falls linearly to 0.
    ///
    /// - Parameter step: Steps taken.
    /// - Returns: A number of at least 0.
    package func densityNoise(_ step: Int) -> Double {
        guard training.densityNoiseSteps > 0 else { return 0 }
        let rest = 1 - Double(step) / Double(training.densityNoiseSteps)
        return training.densityNoise * max(0, rest)
    }

    /// Deviation of the blur of all that is judged: falls linearly to 0.
    ///
    /// - Parameter step: Steps taken.
    /// - Returns: Pixels, at least 0.
    package func blur(_ step: Int) -> Double {
        guard training.blurSteps > 0 else { return 0 }
        return training.blur * max(0, 1 - Double(step) / Double(training.blurSteps))
    }

    /// How far the resolution has faded in.
    ///
    /// - Parameter step: Steps taken.
    /// - Returns: From 0 to 1.
    package func fade(_ step: Int) -> Double {
        guard training.fadeInSteps > 0 else { return 1 }
        return min(1, Double(step) / Double(training.fadeInSteps))
    }

    /// Decay of the moving average: grows as t / (t + ramp), so that early weights are forgotten.
    ///
    /// - Parameter step: Steps taken before this one.
    /// - Returns: How much of the average stays.
    package func averageDecay(_ step: Int) -> Double {
        min(training.emaDecay, Double(step + 1) / Double(step + 1 + training.emaRampUp))
    }

    /// Weight of the penalty; nil at steps without one.
    ///
    /// - Parameter step: Steps taken.
    /// - Returns: The weight, multiplied by the interval.
    package func r1Weight(_ step: Int) -> Double? {
        guard training.r1Weight > 0, step % training.r1Interval == 0 else { return nil }
        return training.r1Weight * Double(training.r1Interval)
    }
}

/// What changes from step to step.
struct StepConditions {
    /// Standard deviation of the density noise.
    let densityNoise: Double
    /// How far the resolution has faded in, 0...1.
    let fade: Double
    /// Deviation of the blur of all that is judged, in pixels.
    let blur: Double
    /// Probability of each change of an image; nil where all are changed.
    let augmentation: Double?
}
