import CKernels

/// What the inner loops are written for, from the slowest to the fastest.
public enum InstructionSet: String, CaseIterable, Sendable {
    /// No instructions beyond what every processor of the architecture has.
    case portable
    /// 64-bit ARM.
    case neon
    /// x86-64 with AVX2 and fused multiply-add.
    case avx2
    /// x86-64 with AVX-512 (F, BW, DQ, VL).
    case avx512
    /// The same with products of bfloat16 pairs.
    case avx512BF16 = "avx512-bf16"
    /// The same with products of bfloat16 in matrix tiles (AMX), where Linux lets the process use them.
    case amxBF16 = "amx-bf16"

    /// Those that this processor can run, from the slowest to the fastest.
    public static var available: [InstructionSet] { allCases.filter { $0.functions != nil } }

    /// Its functions; nil where this processor cannot run them.
    package var functions: ck_kernels? {
        let set: ck_instruction_set =
            switch self {
            case .portable: CK_PORTABLE
            case .neon: CK_NEON
            case .avx2: CK_AVX2
            case .avx512: CK_AVX512
            case .avx512BF16: CK_AVX512_BF16
            case .amxBF16: CK_AMX_BF16
            }
        return ck_kernels_of(set)?.pointee
    }
}
