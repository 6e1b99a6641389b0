import Foundation
import InnerLoops

/// The fastest that the processor has is chosen when the program runs. The environment variable
/// `CIPS3D_ISA` forces another one, by its name.
extension InstructionSet {
    /// The variable that forces one.
    public static let environmentVariable = "CIPS3D_ISA"

    /// The fastest that this processor can run, or the one that the environment forces.
    ///
    /// - Parameter environment: The variables of the process.
    /// - Returns: One of `available`.
    /// - Throws: ``InstructionSetError`` where the environment names one that is unknown or that this
    ///   processor cannot run.
    public static func chosen(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(InstructionSetError) -> InstructionSet {
        let possible = available
        guard let name = environment[environmentVariable], !name.isEmpty else {
            return possible.last ?? .portable
        }
        guard let forced = possible.first(where: { $0.rawValue == name }) else {
            throw InstructionSetError(name: name, available: possible.map(\.rawValue))
        }
        return forced
    }
}

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
