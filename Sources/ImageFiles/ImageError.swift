/// Why an image, or a folder or archive of images, cannot be read or written.
public struct ImageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file; for an entry of an archive, the entry and the archive.
    public let place: String
    /// What is wrong with it, with the values at fault.
    public let problem: String
    /// What to do next.
    public let remedy: String

    /// An error about a file.
    ///
    /// - Parameters:
    ///   - place: The file; for an entry of an archive, the entry and the archive.
    ///   - problem: What is wrong with it.
    ///   - remedy: What to do next.
    public init(place: String, problem: String, remedy: String) {
        self.place = place
        self.problem = problem
        self.remedy = remedy
    }

    /// The error as one sentence: where, what, what to do.
    public var description: String { "\(place): \(problem); \(remedy)." }
}
