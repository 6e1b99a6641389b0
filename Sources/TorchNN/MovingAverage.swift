import Torch

/// An exponential moving average of one store in another: `average += (1 - decay)(value - average)`.
///
/// It covers the whole state, learned or not.
public struct MovingAverage {
    /// The store that is followed.
    public let source: ParameterStore
    /// The store that holds the average.
    public let average: ParameterStore

    /// Follows one store with another of the same network, which starts equal.
    ///
    /// - Parameters:
    ///   - source: The store that is followed.
    ///   - average: The store that holds the average.
    public init(of source: ParameterStore, in average: ParameterStore) {
        self.source = source
        self.average = average
        average.copyValues(from: source)
    }

    /// Takes one step.
    ///
    /// - Parameter decay: How much of the average stays.
    public func update(decay: Double) {
        InPlace.move(average.tensors, towards: source.tensors, weight: 1 - decay)
    }
}
