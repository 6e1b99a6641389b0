/// A view that holds a number that is not finite: its model has diverged.
public struct HeadMeasurementError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which head, from 1.
    public let head: Int
    /// From where, in degrees.
    public let yaw: Double

    /// One sentence: what, where, what to do.
    public var description: String {
        "The view of head \(head) at yaw \(yaw) degrees holds numbers that are not finite; measure "
            + "an earlier snapshot, or train again with a lower training.generatorLearningRate."
    }
}
