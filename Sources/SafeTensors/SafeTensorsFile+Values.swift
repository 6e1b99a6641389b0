extension SafeTensorsFile {
    /// Reads a tensor of floating point numbers.
    ///
    /// - Parameter name: A tensor of type F16, BF16, F32 or F64.
    /// - Returns: Its elements, row-major. F64 is rounded to the nearest single, beyond its range
    ///   to infinity.
    /// - Throws: `SafeTensorsError` where there is no such tensor or it is of another type.
    public func floats(_ name: String) throws -> [Float] {
        let type = try entry(name).type
        return try withUnsafeBytes(of: name) { bytes in
            switch type {
            case .float16: Self.map(bytes, UInt16.self) { Float(Float16(bitPattern: $0)) }
            case .bfloat16: Self.map(bytes, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
            case .float32: Self.singles(bytes)
            case .float64: Self.map(bytes, UInt64.self) { Float(Double(bitPattern: $0)) }
            default: throw error(name, .notReadable(type, as: "floating point"))
            }
        }
    }

    /// Reads a tensor of whole numbers.
    ///
    /// - Parameter name: A tensor of type I64, I32, I16, I8, U32, U16, U8 or BOOL.
    /// - Returns: Its elements, row-major; BOOL as 0 and 1.
    /// - Throws: `SafeTensorsError` where there is no such tensor or it is of another type; U64 is
    ///   refused because half of its range does not fit.
    public func integers(_ name: String) throws -> [Int64] {
        let type = try entry(name).type
        return try withUnsafeBytes(of: name) { bytes in
            switch type {
            case .int64: Self.map(bytes, Int64.self) { $0 }
            case .int32: Self.map(bytes, Int32.self) { Int64($0) }
            case .int16: Self.map(bytes, Int16.self) { Int64($0) }
            case .int8: Self.map(bytes, Int8.self) { Int64($0) }
            case .uint32: Self.map(bytes, UInt32.self) { Int64($0) }
            case .uint16: Self.map(bytes, UInt16.self) { Int64($0) }
            case .uint8: Self.map(bytes, UInt8.self) { Int64($0) }
            case .bool: Self.map(bytes, UInt8.self) { $0 == 0 ? 0 : 1 }
            default: throw error(name, .notReadable(type, as: "whole numbers"))
            }
        }
    }

    /// The elements of most weights files, as they are where the processor is little-endian.
    private static func singles(_ bytes: UnsafeRawBufferPointer) -> [Float] {
        #if _endian(little)
            let count = bytes.count / MemoryLayout<Float>.size
            return [Float](unsafeUninitializedCapacity: count) { elements, initialized in
                UnsafeMutableRawBufferPointer(elements).copyMemory(from: bytes)
                initialized = count
            }
        #else
            return map(bytes, UInt32.self) { Float(bitPattern: $0) }
        #endif
    }

    /// Converts stored elements; unaligned, because the format does not align tensors.
    private static func map<Stored: FixedWidthInteger & BitwiseCopyable, Value>(
        _ bytes: UnsafeRawBufferPointer, _: Stored.Type, _ convert: (Stored) -> Value
    ) -> [Value] {
        let size = MemoryLayout<Stored>.size
        return stride(from: 0, to: bytes.count, by: size).map { offset in
            let stored = bytes.loadUnaligned(fromByteOffset: offset, as: Stored.self)
            return convert(Stored(littleEndian: stored))
        }
    }
}
