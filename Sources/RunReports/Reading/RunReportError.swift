/// A run that no page can be made of.
public enum RunReportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no such folder.
    case noFolder(String)
    /// A file is where a run's folder should be.
    case notAFolder(String)
    /// The same folder was named twice.
    case namedTwice(String)
    /// There is no `stats.jsonl`.
    case noStatistics(String)
    /// `stats.jsonl` cannot be read.
    case unreadable(String, reason: String)
    /// `stats.jsonl` holds no whole line.
    case noLines(String)
    /// No line of `stats.jsonl` is understood.
    case allLinesBroken(String)

    /// One sentence: what, where, what to do.
    public var description: String {
        switch self {
        case .noFolder(let path):
            "\(path) does not exist; name a folder that cips3d train wrote."
        case .notAFolder(let path):
            "\(path) is a file; name the folder of a run."
        case .namedTwice(let path):
            "\(path) is named twice; name each run once."
        case .noStatistics(let path):
            "\(path) does not exist; a run writes it after its first steps, so try again later."
        case .unreadable(let path, let reason):
            "\(path) cannot be read (\(reason)); check its kind and its permissions."
        case .noLines(let path):
            "\(path) holds no line yet; a run writes one after its first steps, so try again later."
        case .allLinesBroken(let path):
            "\(path) has no line that can be read; restore the file from a copy."
        }
    }
}
