import InnerLoops

/// With which precision a picture is computed.
public enum Precision: String, CaseIterable, Sendable {
    /// Everything in single precision.
    case float32
    /// Products of the feature block and of the per-pixel network in bfloat16; sums, sines,
    /// compositing and everything that makes the density in single precision.
    ///
    /// It is faster where the processor multiplies bfloat16 (`InstructionSet.amxBF16`, on some
    /// processors `.avx512BF16`).
    /// Elsewhere it gives the same kind of picture at the speed of single precision.
    case bfloat16
}
