/// A recorded computation that cannot be recomputed as it stands.
public struct VerificationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence: what, where.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
