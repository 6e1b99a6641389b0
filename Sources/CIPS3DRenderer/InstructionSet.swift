import CKernels
import Foundation

/// What the inner loops are written for, from the slowest to the fastest.
///
/// The fastest that the processor has is chosen when the program runs. The environment variable
/// `CIPS3D_ISA` forces another one, by the names below.
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

    /// The variable that forces one.
    public static let environmentVariable = "CIPS3D_ISA"

    /// Those that this processor can run, from the slowest to the fastest.
    public static var available: [InstructionSet] { allCases.filter { $0.functions != nil } }

    /// The fastest that this processor can run, or the one that the environment forces.
    ///
    /// - Parameter environment: The variables of the process.
    /// - Returns: One of ``available``.
    /// - Throws: ``RendererError`` where the environment names one that is unknown or that this
    ///   processor cannot run.
    public static func chosen(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(RendererError) -> InstructionSet {
        let possible = available
        guard let name = environment[environmentVariable], !name.isEmpty else {
            return possible.last ?? .portable
        }
        guard let forced = possible.first(where: { $0.rawValue == name }) else {
            throw .instructionSet(name, available: possible.map(\.rawValue))
        }
        return forced
    }

    /// Its functions; nil where this processor cannot run them.
    var functions: ck_kernels? {
        let set: ck_instruction_set =
            switch self {
            case .portable: CK_PORTABLE
            case .neon: CK_NEON
            case .avx2: CK_AVX2
            case .avx512: CK_AVX512
            case .avx512BF16: CK_AVX512_BF16
            }
        return ck_kernels_of(set)?.pointee
    }
}
