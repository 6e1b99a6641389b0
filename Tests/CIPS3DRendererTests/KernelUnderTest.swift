import CKernels
import Testing

/// The inner loops of an instruction set that this processor can run.
///
/// Not checked by the compiler: the functions have no state.
struct KernelUnderTest: CustomTestStringConvertible, @unchecked Sendable {
    let functions: ck_kernels

    var lanes: Int { Int(functions.lanes) }
    var testDescription: String { String(cString: functions.name) }

    /// Whether a product and a sum round once together: where they do, all give the same bits.
    var isFused: Bool { testDescription != "portable" }

    /// How far a sine may be from the true one, as elementary.h says.
    var sineTolerance: Double { isFused ? 1.8e-7 : 2.1e-7 }

    /// All that this processor can run.
    static let all = (0..<UInt32(CK_INSTRUCTION_SETS)).compactMap { set in
        ck_kernels_of(ck_instruction_set(rawValue: set)).map {
            KernelUnderTest(functions: $0.pointee)
        }
    }

    /// Those that give the same bits.
    static let fused = all.filter(\.isFused)

    /// Rows of 4-byte words that so many channels take in a panel.
    func words(_ channels: Int, narrow: Bool) -> Int {
        narrow && functions.pairs ? (channels + 1) / 2 : channels
    }

    /// A number of a panel.
    func value(
        _ panel: UnsafePointer<Float>, channel: Int, lane: Int, narrow: Bool
    ) -> Float {
        guard narrow, functions.pairs else { return panel[channel * lanes + lane] }
        let word = panel[channel / 2 * lanes + lane].bitPattern
        return Float(bitPattern: channel.isMultiple(of: 2) ? word << 16 : word & 0xFFFF_0000)
    }

    /// The nearest number with 8 significant bits, of two the even one.
    static func bfloat16(_ value: Float) -> Float {
        guard value != 0 else { return value }
        let unit = Float(sign: .plus, exponent: value.exponent - 7, significand: 1)
        return (value / unit).rounded(.toNearestOrEven) * unit
    }

    /// What one rounding may cost: half of the last place of 1.
    static let rounding = 0x1p-24
}
