import SafeTensors
import Torch

extension ScalarType {
    /// The same type in a weights file; nil where there is none.
    public var stored: SafeTensorsType? {
        switch self {
        case .bool: .bool
        case .uint8: .uint8
        case .int32: .int32
        case .int64: .int64
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .float32: .float32
        case .float64: .float64
        case .other: nil
        }
    }

    /// The type of a tensor in a weights file; nil where tensors cannot have it.
    ///
    /// - Parameter stored: The type in the file.
    public init?(_ stored: SafeTensorsType) {
        guard let type = ScalarType.allCases.first(where: { $0.stored == stored }) else {
            return nil
        }
        self = type
    }
}
