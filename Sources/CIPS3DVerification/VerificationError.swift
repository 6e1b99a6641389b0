/// A recorded computation that cannot be recomputed as it stands.
package struct VerificationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence: what, where.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
