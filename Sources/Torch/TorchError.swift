/// Something outside the program that libtorch cannot work with.
public struct TorchError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence: what, where, what to do.
    public let description: String

    /// An error with a sentence for the user.
    ///
    /// - Parameter description: What, where, what to do.
    public init(_ description: String) {
        self.description = description
    }
}
