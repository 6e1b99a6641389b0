/// Why a video cannot be written.
public struct VideoError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file or folder that was to be written.
    public let place: String
    /// What is wrong, with the values at fault.
    public let problem: String
    /// What to do next.
    public let remedy: String

    /// The error as one sentence: where, what, what to do.
    public var description: String { "\(place): \(problem); \(remedy)." }
}
