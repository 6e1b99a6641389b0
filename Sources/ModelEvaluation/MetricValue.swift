/// A number with everything that has to be known to repeat it.
public struct MetricValue: Codable, Sendable, Equatable {
    /// Which direction is good.
    public enum Good: String, Codable, Sendable {
        case lower, higher
        /// Near 1.
        case one
    }

    /// What it is called, such as `fid` or `relief`.
    public var name: String
    /// Mean over the seeds.
    public var value: Double
    /// Standard deviation over the seeds; nil for one of them.
    public var spread: Double?
    /// For each seed.
    public var values: [Double]
    /// Which direction is good.
    public var good: Good
    /// How it was measured.
    public var `protocol`: MetricProtocol
    /// What speaks against trusting it, a sentence each.
    public var warnings: [String]

    /// A number from those of the seeds.
    ///
    /// - Parameters:
    ///   - name: What it is called.
    ///   - values: For each seed, at least one.
    ///   - good: Which direction is good.
    ///   - protocol: How it was measured.
    ///   - warnings: What speaks against trusting it.
    public init(
        _ name: String, _ values: [Double], good: Good, protocol: MetricProtocol,
        warnings: [String] = []
    ) {
        precondition(!values.isEmpty, "\(name) of no seeds")
        let mean = values.reduce(0, +) / Double(values.count)
        (self.name, self.values, value, self.good) = (name, values, mean, good)
        (self.protocol, self.warnings) = (`protocol`, warnings)
        if values.count > 1 {
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            spread = (squares / Double(values.count - 1)).squareRoot()
        }
    }
}
