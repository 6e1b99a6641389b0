import CIPS3DModel
import RunSettings

/// How much arithmetic a run has done after so many images: images of a later stage take longer.
package struct Workload: Sendable {
    private let stages: [(images: Range<Int>, each: Double)]

    /// The workload of a run.
    ///
    /// - Parameter plan: Its stages.
    package init(_ plan: StagePlan) {
        stages = plan.stages.map { stage in
            let each = StepArithmetic(stage.configuration)
            return (stage.images, each.generator + each.discriminators)
        }
    }

    /// The arithmetic of the first images.
    ///
    /// - Parameter images: How many; the last stage goes on behind its end.
    /// - Returns: Operations.
    package func work(_ images: Double) -> Double {
        stages.enumerated().reduce(0) { sum, stage in
            let range = stage.element.images
            let isLast = stage.offset == stages.count - 1
            let end = isLast ? images : min(images, Double(range.upperBound))
            return sum + max(0, end - Double(range.lowerBound)) * stage.element.each
        }
    }
}
