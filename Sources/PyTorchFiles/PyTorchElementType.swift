/// The type of a tensor's elements; the raw value is PyTorch's name.
public enum PyTorchElementType: String, Sendable, CaseIterable {
    /// IEEE single precision.
    case float32
    /// IEEE double precision.
    case float64
    /// IEEE half precision.
    case float16
    /// The upper half of an IEEE single.
    case bfloat16
    /// Four bits of exponent and three of fraction; no infinity.
    case float8E4M3 = "float8_e4m3fn"
    /// The upper half of an IEEE half.
    case float8E5M2 = "float8_e5m2"
    /// As `float8E4M3`, with another bias and one zero.
    case float8E4M3Unsigned = "float8_e4m3fnuz"
    /// As `float8E5M2`, with another bias, one zero and no infinity.
    case float8E5M2Unsigned = "float8_e5m2fnuz"
    /// Unsigned, 8 bits.
    case uint8
    /// Signed, 8 bits.
    case int8
    /// Signed, 16 bits.
    case int16
    /// Signed, 32 bits.
    case int32
    /// Signed, 64 bits.
    case int64
    /// One byte, 0 or 1.
    case bool
    /// Two singles.
    case complex64
    /// Two doubles.
    case complex128

    /// Bytes that one element takes.
    public var byteCount: Int {
        switch self {
        case .bool, .uint8, .int8, .float8E4M3, .float8E5M2, .float8E4M3Unsigned,
            .float8E5M2Unsigned:
            1
        case .float16, .bfloat16, .int16: 2
        case .float32, .int32: 4
        case .float64, .int64, .complex64: 8
        case .complex128: 16
        }
    }

    /// Whether the elements are real numbers with a fraction.
    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .bfloat16, .float32, .float64: true
        default: eightBits != nil
        }
    }

    /// How eight bits are a number; nil for other types.
    var eightBits: EightBitFloat? {
        switch self {
        case .float8E4M3: EightBitFloat(fractionBits: 3, bias: 7, end: .nanAtAllOnes)
        case .float8E5M2: EightBitFloat(fractionBits: 2, bias: 15, end: .infinity)
        case .float8E4M3Unsigned: EightBitFloat(fractionBits: 3, bias: 8, end: .nanAtNegativeZero)
        case .float8E5M2Unsigned: EightBitFloat(fractionBits: 2, bias: 16, end: .nanAtNegativeZero)
        default: nil
        }
    }
}

/// A floating point format of eight bits.
///
/// Source: Micikevicius et al., FP8 Formats for Deep Learning (arXiv:2209.05433); Noune et al.
/// (arXiv:2206.02915) for those with one zero.
struct EightBitFloat {
    /// What the largest exponent, or the negative zero, stands for.
    enum End { case infinity, nanAtAllOnes, nanAtNegativeZero }

    let fractionBits: Int
    let bias: Int
    let end: End

    /// The number that eight bits are.
    func value(_ bits: UInt8) -> Float {
        let magnitude = Int(bits & 0x7F)
        let (exponent, fraction) = (
            magnitude >> fractionBits, magnitude & (1 << fractionBits - 1)
        )
        switch end {
        case .infinity where exponent == 0x7F >> fractionBits:
            return fraction == 0 ? (bits < 0x80 ? .infinity : -.infinity) : .nan
        case .nanAtAllOnes where magnitude == 0x7F: return .nan
        case .nanAtNegativeZero where bits == 0x80: return .nan
        default: break
        }
        let steps = exponent == 0 ? fraction : fraction + 1 << fractionBits
        let scale = max(exponent, 1) - bias - fractionBits
        let value = Float(sign: .plus, exponent: scale, significand: Float(steps))
        return bits < 0x80 ? value : -value
    }
}
