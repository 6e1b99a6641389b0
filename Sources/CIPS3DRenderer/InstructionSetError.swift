import InnerLoops

/// An instruction set that is unknown or that this processor cannot run.
public struct InstructionSetError: Error, CustomStringConvertible, Sendable, Equatable {
    /// What was asked for.
    public let name: String
    /// What could be.
    public let available: [String]

    /// What is wrong, where, and what to do.
    public var description: String {
        "\(InstructionSet.environmentVariable) is “\(name)”, which this processor or this program does not "
            + "have; use one of \(available.joined(separator: ", ")), or unset it."
    }
}
