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
        case .bool, .uint8, .int8: 1
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
        default: false
        }
    }
}
