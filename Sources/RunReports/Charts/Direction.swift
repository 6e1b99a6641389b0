/// Which numbers are good ones.
enum Direction: Sendable, Equatable {
    case lower
    case higher
    case near(Double)

    /// In words.
    var words: String {
        switch self {
        case .lower: "lower is better"
        case .higher: "higher is better"
        case .near(let value): "best at \(NumberText.short(value))"
        }
    }

    /// The places of the best among numbers.
    ///
    /// - Parameter values: Numbers, some perhaps missing.
    /// - Returns: Their indices; none where fewer than two can be compared, or all are equal.
    func best(of values: [Double?]) -> Set<Int> {
        let badness = values.map { value -> Double? in
            guard let value, value.isFinite else { return nil }
            return switch self {
            case .lower: value
            case .higher: -value
            case .near(let good): abs(value - good)
            }
        }
        let known = badness.compactMap(\.self)
        guard let best = known.min(), let worst = known.max(), best < worst else { return [] }
        return Set(badness.indices.filter { badness[$0] == best })
    }
}
