import CIPS3DRenderer
import Foundation
import InnerLoops
import Torch

/// Recomputes recorded computations and compares everything recorded.
package enum Verification {
    /// Recomputes one file.
    ///
    /// - Parameters:
    ///   - url: A recorded computation.
    ///   - engine: What recomputes it.
    ///   - instructionSet: What the fused engine's inner loops are written for; nil lets the
    ///     processor and the environment decide.
    /// - Returns: How far every recorded tensor is, or that the engine computes nothing of it.
    /// - Throws: ``VerificationError``, `SafeTensorsError` or `ParameterMismatch` where the file is
    ///   not one that can be recomputed whole; `InstructionSetError` where the processor does not have
    ///   the instruction set.
    package static func verify(
        _ url: URL, engine: VerificationEngine = .torch, instructionSet: InstructionSet? = nil
    ) throws -> VerificationReport {
        let record = try RecordedComputation(contentsOf: url)
        let report: VerificationReport
        switch (record.kind, engine) {
        case ("generator", .torch):
            report = try .init(record, "torch", GeneratorVerification.compare(record))
        case ("generator", .fused):
            let set = try instructionSet ?? InstructionSet.chosen()
            report = try .init(
                record, "fused (\(set.rawValue)), gradients through the fused operation",
                FusedVerification.compare(record, set)
                    + GeneratorVerification.compare(
                        record, .fused(set, threads: TorchRuntime.threadCount)
                    ).map {
                        $0.name.hasPrefix("output/") ? $0.renamed($0.name + " (operation)") : $0
                    })
        case ("discriminator", .torch):
            report = try .init(record, "torch", DiscriminatorVerification.compare(record))
        case ("training", .torch):
            report = try .init(record, "torch", TrainingVerification.compare(record))
        case ("training", .fused):
            let set = try instructionSet ?? InstructionSet.chosen()
            report = try .init(
                record, "fused (\(set.rawValue)) for the generator and its gradients, torch",
                TrainingVerification.compare(record, .fused(set, threads: TorchRuntime.threadCount))
            )
        case ("discriminator", .fused):
            // Nothing of it was read: there is nothing to say about leftovers either.
            return .init(record, "fused", [], isOfThisEngine: false)
        default:
            throw VerificationError(
                "\(url.path): unknown kind “\(record.kind)”; known are generator, "
                    + "discriminator and training.")
        }
        try record.refuseLeftovers()
        return report
    }
}

/// What recomputes a recorded computation.
package enum VerificationEngine: String, CaseIterable, Sendable {
    /// libtorch: everything that is recorded.
    case torch
    /// The fused engine: generators with their gradients, and rounds of training.
    case fused
}

/// A recorded computation that cannot be recomputed as it stands.
package struct VerificationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence: what, where.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
