import CIPS3DModel

/// The stages of a run in order: what holds at any number of images.
public struct StagePlan: Sendable, Equatable {
    /// A stage with everything that holds in it.
    public struct Stage: Sendable, Equatable {
        /// Its place in the list, from 0.
        public let index: Int
        /// The run's settings with the stage's over them; without stages.
        public let configuration: Configuration
        /// Images that the run has seen at its beginning and at its end; the largest number is no end.
        public let images: Range<Int>

        /// Steps that it has taken.
        ///
        /// - Parameter images: Images that the run has seen, at least those of its beginning.
        /// - Returns: Whole steps.
        public func steps(at images: Int) -> Int {
            (images - self.images.lowerBound) / configuration.training.batchSize
        }
    }

    /// The stages, at least one.
    public private(set) var stages: [Stage]

    /// The plan of a configuration that passes `validate()`; without stages, one that has no end.
    ///
    /// - Parameter configuration: The run's.
    public init(_ configuration: Configuration) {
        let listed = configuration.training.stages
        guard !listed.isEmpty else {
            stages = [Stage(index: 0, configuration: configuration, images: 0..<Int.max)]
            return
        }
        var (stages, start): ([Stage], Int) = ([], 0)
        for (index, stage) in listed.enumerated() {
            let staged = configuration.staged(stage)
            let batch = Double(staged.training.batchSize)
            // Whole steps, at least one.
            let steps = max(1, (stage.kimg * 1_000 / batch).rounded(.up))
            let end = start + Int(steps * batch)
            stages.append(Stage(index: index, configuration: staged, images: start..<end))
            start = end
        }
        self.stages = stages
    }

    /// The same stages up to another end: later ones are left out, and the last goes on until then.
    ///
    /// - Parameter images: Images at the end, at least 1.
    /// - Returns: The plan; the last stage's length need not be whole steps.
    public func ending(at images: Int) -> StagePlan {
        var plan = self
        plan.stages = stages.filter { $0.images.lowerBound < images }
        let last = plan.stages.removeLast()
        plan.stages.append(
            Stage(
                index: last.index, configuration: last.configuration,
                images: last.images.lowerBound..<images))
        return plan
    }

    /// Images at the end of the last stage; nil where it has none.
    public var end: Int? {
        stages.last.flatMap { $0.images.upperBound == .max ? nil : $0.images.upperBound }
    }

    /// The stage that follows another one; nil behind the last, which goes on where a run has a goal
    /// behind its end.
    ///
    /// - Parameter stage: One of these.
    /// - Returns: The next.
    public func stage(after stage: Stage) -> Stage? {
        stages.indices.contains(stage.index + 1) ? stages[stage.index + 1] : nil
    }
}
