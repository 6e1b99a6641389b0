import CIPS3DRenderer
import Foundation
import InnerLoops

/// The instruction sets that the fused engine can use here, and the one that it uses.
struct InstructionsReport: CustomStringConvertible {
    private let chosen: Result<InstructionSet, InstructionSetError>
    private let isForced: Bool

    /// Asks the processor and the environment.
    init() {
        chosen = Result { () throws(InstructionSetError) in try InstructionSet.chosen() }
        let variable = ProcessInfo.processInfo.environment[InstructionSet.environmentVariable]
        isForced = variable?.isEmpty == false
    }

    var description: String {
        let available = InstructionSet.available.map(\.rawValue).joined(separator: " ")
        let used = (try? chosen.get()).map(\.rawValue) ?? "none of them"
        let reason = isForced ? ", as \(InstructionSet.environmentVariable) says" : ""
        return "\(available); the fused engine uses \(used)\(reason)"
    }

    /// What is missing, with what mends it, a sentence each.
    var missing: [String] {
        guard case .failure(let error) = chosen else { return [] }
        return [error.description]
    }
}
