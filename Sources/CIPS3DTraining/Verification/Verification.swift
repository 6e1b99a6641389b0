import Foundation

/// Recomputes recorded computations and compares everything recorded.
public enum Verification {
    /// What recomputes.
    public static let engine = "torch"

    /// Recomputes one file.
    ///
    /// - Parameter url: A recorded computation.
    /// - Returns: How far every recorded tensor is.
    /// - Throws: ``VerificationError``, `SafeTensorsError` or `ParameterMismatch` where the file is
    ///   not one that can be recomputed whole.
    public static func verify(_ url: URL) throws -> VerificationReport {
        let record = try RecordedComputation(contentsOf: url)
        let comparisons =
            switch record.kind {
            case "generator": try GeneratorVerification.compare(record)
            case "discriminator": try DiscriminatorVerification.compare(record)
            case "training": try TrainingVerification.compare(record)
            default:
                throw VerificationError(
                    "\(url.path): unknown kind “\(record.kind)”; known are generator, "
                        + "discriminator and training")
            }
        try record.refuseLeftovers()
        return VerificationReport(
            file: url.path, kind: record.kind, engine: engine, comparisons: comparisons)
    }
}
