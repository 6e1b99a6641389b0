/// When this invocation of a run ends.
package struct Deadline {
    private let goal: RunDescription.Goal
    private let start = ContinuousClock.now
    /// Where the speed is measured from: another stage has another one.
    private var speedStart = ContinuousClock.now
    private var startImages: Int

    /// A deadline for what begins now.
    ///
    /// - Parameters:
    ///   - goal: When the run ends.
    ///   - progress: How far it is now.
    ///   - end: Images at the end of the last stage, which is the goal where there is no other; nil
    ///     where it has none.
    package init(_ goal: RunDescription.Goal, from progress: TrainingProgress, end: Int? = nil) {
        switch (goal, end) {
        case (.open, let end?): self.goal = .kimg(Double(end) / 1_000)
        default: self.goal = goal
        }
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
        case .kimg(let kimg): min(1, progress.kimg / max(kimg, 1e-9))
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
            let done = Double(progress.images - startImages)
            guard done > 0 else { return nil }
            let elapsed = (ContinuousClock.now - speedStart) / .seconds(1)
            return max(0, kimg * 1_000 - Double(progress.images)) * elapsed / done
        case .open: return nil
        }
    }
}
