/// An image and its copies.
public struct DuplicateGroup: Sendable, Codable, Equatable {
    /// The one to keep: of near duplicates the largest.
    public let kept: String
    /// The others, by name.
    public let copies: [String]
}
