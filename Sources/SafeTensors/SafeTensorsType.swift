/// The type of a tensor's elements; the raw value is the `dtype` in the file's header.
public enum SafeTensorsType: String, Sendable, CaseIterable {
    /// One byte, 0 or 1.
    case bool = "BOOL"
    /// Unsigned, 8 bits.
    case uint8 = "U8"
    /// Signed, 8 bits.
    case int8 = "I8"
    /// Floating point, 8 bits: 4 of exponent, 3 of mantissa.
    case float8E4M3 = "F8_E4M3"
    /// Floating point, 8 bits: 5 of exponent, 2 of mantissa.
    case float8E5M2 = "F8_E5M2"
    /// Unsigned, 16 bits.
    case uint16 = "U16"
    /// Signed, 16 bits.
    case int16 = "I16"
    /// IEEE half precision.
    case float16 = "F16"
    /// The upper half of an IEEE single.
    case bfloat16 = "BF16"
    /// Unsigned, 32 bits.
    case uint32 = "U32"
    /// Signed, 32 bits.
    case int32 = "I32"
    /// IEEE single precision.
    case float32 = "F32"
    /// Unsigned, 64 bits.
    case uint64 = "U64"
    /// Signed, 64 bits.
    case int64 = "I64"
    /// IEEE double precision.
    case float64 = "F64"

    /// Bytes that one element takes.
    public var byteCount: Int {
        switch self {
        case .bool, .uint8, .int8, .float8E4M3, .float8E5M2: 1
        case .uint16, .int16, .float16, .bfloat16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        }
    }

    /// Bytes that a tensor of this type takes.
    ///
    /// - Parameter shape: Sizes of the axes; no axes is one element.
    /// - Returns: The product, or nil where an axis is negative or the product overflows.
    func byteCount(shape: [Int]) -> Int? {
        var count = byteCount
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard size >= 0, !overflow else { return nil }
            count = product
        }
        return count
    }
}
