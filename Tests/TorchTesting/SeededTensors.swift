import Torch

/// Random tensors that are the same in every run.
public struct SeededTensors {
    private let random: RandomSource

    /// A stream of tensors.
    ///
    /// - Parameter seed: Where it starts.
    public init(_ seed: UInt64 = 1) {
        random = RandomSource(seed: seed)
    }

    /// Draws from N(0, 1).
    ///
    /// - Parameters:
    ///   - shape: Length of every axis.
    ///   - type: The kind of number.
    /// - Returns: The draws.
    public func normal(_ shape: Int..., type: ScalarType = .float32) -> Tensor {
        random.normal(shape, type: type)
    }

    /// Draws evenly from a range.
    ///
    /// - Parameters:
    ///   - shape: Length of every axis.
    ///   - range: Where the numbers lie.
    ///   - type: The kind of number.
    /// - Returns: The draws.
    public func uniform(
        _ shape: Int..., in range: ClosedRange<Double> = 0...1, type: ScalarType = .float32
    ) -> Tensor {
        range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform(shape, type: type)
    }

    /// Different indices in a random order.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - limit: They are below this.
    /// - Returns: int64 `[count]`.
    public func indices(_ count: Int, below limit: Int) -> Tensor {
        random.permutation(limit).narrowed(0, 0..<count).contiguous()
    }
}
