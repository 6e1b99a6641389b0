/// An image that cannot be read.
public struct UnreadableImage: Sendable, Codable, Equatable {
    /// Its path below the folder or in the archive.
    public let name: String
    /// What is wrong with it.
    public let reason: String
}
