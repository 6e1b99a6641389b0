/// Everything that is wrong with a configuration, one sentence for each problem.
public struct ConfigurationError: Error, CustomStringConvertible, Sendable, Equatable {
    /// What is wrong, where, and what is allowed; never empty.
    public let problems: [String]

    /// An error that reports the given problems.
    ///
    /// - Parameter problems: One sentence for each.
    public init(problems: [String]) {
        self.problems = problems
    }

    /// All problems, each on a line of its own.
    public var description: String { problems.joined(separator: "\n") }
}
