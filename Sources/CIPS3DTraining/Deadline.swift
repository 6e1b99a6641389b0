import CIPS3DModel
import RunSettings

/// When this invocation of a run ends.
package struct Deadline {
    private let goal: RunDescription.Goal
    private let workload: Workload
    private let start = ContinuousClock.now
    /// Where the speed is measured from: a stage's is not exactly what its arithmetic says.
    private var speedStart = ContinuousClock.now
    private var startImages: Int

    /// A deadline for what begins now.
    ///
    /// - Parameters:
    ///   - goal: When the run ends; where there is none, with the last stage.
    ///   - progress: How far it is now.
    ///   - plan: Its stages.
    package init(
        _ goal: RunDescription.Goal, from progress: TrainingProgress, _ plan: StagePlan
    ) {
        switch (goal, plan.end) {
        case (.open, let end?): self.goal = .kimg(Double(end) / 1_000)
        default: self.goal = goal
        }
        workload = Workload(plan)
        startImages = progress.images
    }

    /// Forgets the speed so far.
    ///
    /// - Parameter progress: How far the run is.
    package mutating func beginStage(at progress: TrainingProgress) {
        (startImages, speedStart) = (progress.images, .now)
    }

    private var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

    /// Whether this invocation has done what it has to.
    ///
    /// - Parameter progress: How far the run is.
    /// - Returns: Whether to stop.
    package func isReached(_ progress: TrainingProgress) -> Bool {
        switch goal {
        case .minutes(let minutes): elapsed >= minutes * 60
        case .kimg(let kimg): progress.kimg >= kimg
        case .open: false
        }
    }

    /// Done of what this invocation has to do, 0...1; nil without a goal.
    ///
    /// - Parameter progress: How far the run is.
    /// - Returns: The fraction.
    package func fraction(_ progress: TrainingProgress) -> Double? {
        switch goal {
        case .minutes(let minutes): min(1, elapsed / max(minutes * 60, 1e-9))
        case .kimg(let kimg):
            min(
                1,
                workload.work(Double(progress.images)) / max(workload.work(kimg * 1_000), 1e-9))
        case .open: nil
        }
    }

    /// Seconds until the goal, at the speed so far; nil without a goal.
    ///
    /// - Parameter progress: How far the run is.
    /// - Returns: Seconds, at least 0.
    package func secondsLeft(_ progress: TrainingProgress) -> Double? {
        switch goal {
        case .minutes(let minutes): return max(0, minutes * 60 - elapsed)
        case .kimg(let kimg):
            let now = workload.work(Double(progress.images))
            let done = now - workload.work(Double(startImages))
            guard done > 0 else { return nil }
            let elapsed = (ContinuousClock.now - speedStart) / .seconds(1)
            return max(0, workload.work(kimg * 1_000) - now) * elapsed / done
        case .open: return nil
        }
    }
}
