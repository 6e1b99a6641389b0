import Torch

/// How far a recomputation is from what was recorded.
package struct VerificationReport: Sendable {
    /// One output, gradient or updated tensor.
    package struct Comparison: Sendable {
        /// Its name in the file.
        package let name: String
        /// The largest absolute difference.
        package let difference: Double
        /// The measure that is held against the tolerance.
        package let error: Double
        /// The largest error that passes.
        package let tolerance: Double
        /// Whether it passes; NaN does not.
        package var passes: Bool { error <= tolerance }
    }

    /// The file.
    package let file: String
    /// The kind of computation.
    package let kind: String
    /// What recomputed it.
    package let engine: String
    /// Everything that was recorded and that this engine computes.
    package let comparisons: [Comparison]
    /// Whether the engine computes anything of this kind; where not, nothing was compared.
    package let isOfThisEngine: Bool
    /// Whether everything that was compared passes; false where nothing was.
    package var passes: Bool { !comparisons.isEmpty && comparisons.allSatisfy(\.passes) }

    init(
        _ record: RecordedComputation, _ engine: String, _ comparisons: [Comparison],
        isOfThisEngine: Bool = true
    ) {
        (file, kind) = (record.file.url.path, record.kind)
        (self.engine, self.comparisons) = (engine, comparisons)
        self.isOfThisEngine = isOfThisEngine
    }
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

    /// The same under another name.
    func renamed(_ name: String) -> Self {
        .init(name: name, difference: difference, error: error, tolerance: tolerance)
    }

    private static func difference(_ mine: Tensor, _ recorded: Tensor) -> Tensor {
        precondition(mine.shape == recorded.shape, "comparing different shapes")
        return mine.detached().converted(to: .float64) - recorded.converted(to: .float64)
    }
}
