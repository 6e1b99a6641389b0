import CTorch

/// The kind of a tensor's numbers.
public enum ScalarType: String, Sendable, CaseIterable {
    case bool, uint8, int32, int64, float16, bfloat16, float32, float64
    /// One that this package never makes.
    case other

    /// Bytes of one number; 0 for ``other``.
    public var byteCount: Int {
        switch self {
        case .bool, .uint8: 1
        case .float16, .bfloat16: 2
        case .int32, .float32: 4
        case .int64, .float64: 8
        case .other: 0
        }
    }

    private static let codes: [(ScalarType, ctorch_type)] = [
        (.bool, CTORCH_BOOL), (.uint8, CTORCH_UINT8), (.int32, CTORCH_INT32),
        (.int64, CTORCH_INT64), (.float16, CTORCH_FLOAT16), (.bfloat16, CTORCH_BFLOAT16),
        (.float32, CTORCH_FLOAT32), (.float64, CTORCH_FLOAT64),
    ]

    var code: ctorch_type {
        Self.codes.first { $0.0 == self }?.1 ?? CTORCH_OTHER_TYPE
    }

    init(code: ctorch_type) {
        self = Self.codes.first { $0.1 == code }?.0 ?? .other
    }
}

/// A Swift number that a tensor can be made of and read as.
public protocol TensorElement: Sendable {
    /// The type of tensors of such numbers.
    static var scalarType: ScalarType { get }
}

extension Float: TensorElement {
    /// 32-bit floating point.
    public static var scalarType: ScalarType { .float32 }
}

extension Double: TensorElement {
    /// 64-bit floating point.
    public static var scalarType: ScalarType { .float64 }
}

extension Int64: TensorElement {
    /// 64-bit integers: indices.
    public static var scalarType: ScalarType { .int64 }
}

extension UInt8: TensorElement {
    /// Bytes: pixels and random states.
    public static var scalarType: ScalarType { .uint8 }
}
