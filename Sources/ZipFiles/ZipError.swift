/// Why a zip archive or an entry of one cannot be read.
public struct ZipError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Path of the archive.
    public let archive: String
    /// The entry; nil where the archive itself cannot be read.
    public let entry: String?
    /// What is wrong, in a few words.
    public let reason: String

    /// The error as one sentence: where, what, what to do.
    public var description: String {
        let subject = entry.map { "the entry \($0)" } ?? "the zip archive"
        return "\(archive): \(subject) cannot be read (\(reason)); make the archive anew."
    }
}
