import Torch

/// Training that had to stop, because a number was not finite.
public struct TrainingStopped: Error, Sendable, CustomStringConvertible {
    /// The step, from 1.
    public let step: Int
    /// Which number.
    public let cause: NotFinite
    /// The newest snapshot, from before.
    public let snapshot: String?

    /// One sentence: what, where, what to do.
    public var description: String {
        "Training stopped at step \(step): \(cause.reason); "
            + (snapshot.map { "the last snapshot, \($0), stays; " } ?? "")
            + "train again with a lower --set training.generatorLearningRate or a higher "
            + "training.r1Weight."
    }
}

/// Training that had to stop, because another of its processes is gone.
public struct PeerLost: Error, Sendable, CustomStringConvertible {
    /// What was noticed.
    public let cause: ProcessGroupError
    /// The newest snapshot, from before.
    public let snapshot: String?

    /// What, and what to do.
    public var description: String {
        "\(cause)" + (snapshot.map { " The run goes on from \($0) by --resume." } ?? "")
    }
}
