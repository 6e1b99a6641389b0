import Torch

/// How far a recomputation is from what was recorded.
public struct VerificationReport: Sendable {
    /// One output, gradient or updated tensor.
    public struct Comparison: Sendable {
        /// Its name in the file.
        public let name: String
        /// The largest absolute difference.
        public let difference: Double
        /// The measure that is held against the tolerance.
        public let error: Double
        /// The largest error that passes.
        public let tolerance: Double
        /// Whether it passes; NaN does not.
        public var passes: Bool { error <= tolerance }
    }

    /// The file.
    public let file: String
    /// The kind of computation.
    public let kind: String
    /// What recomputed it.
    public let engine: String
    /// Everything that was recorded.
    public let comparisons: [Comparison]
    /// Whether everything passes.
    public var passes: Bool { !comparisons.isEmpty && comparisons.allSatisfy(\.passes) }
}

extension VerificationReport.Comparison {
    /// Holds the largest absolute difference against a tolerance.
    init(_ name: String, _ mine: Tensor, _ recorded: Tensor, largest tolerance: Double) {
        let difference = Self.difference(mine, recorded)
        let largest = difference.count == 0 ? 0 : abs(difference).maximum().item
        self.init(name: name, difference: largest, error: largest, tolerance: tolerance)
    }

    /// Holds the difference's Euclidean norm, relative to the recorded one's, against a tolerance.
    init(_ name: String, _ mine: Tensor, _ recorded: Tensor, relativeNorm tolerance: Double) {
        let difference = Self.difference(mine, recorded)
        let (norm, scale) = (difference.norm().item, recorded.converted(to: .float64).norm().item)
        self.init(
            name: name, difference: abs(difference).maximum().item,
            error: norm == 0 ? 0 : norm / scale, tolerance: tolerance)
    }

    private static func difference(_ mine: Tensor, _ recorded: Tensor) -> Tensor {
        precondition(mine.shape == recorded.shape, "comparing different shapes")
        return mine.detached().converted(to: .float64) - recorded.converted(to: .float64)
    }
}
