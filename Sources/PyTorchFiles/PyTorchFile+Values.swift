extension PyTorchFile {
    /// Reads a tensor of floating point numbers.
    ///
    /// - Parameters:
    ///   - name: Its key.
    ///   - dictionary: One of `dictionaries`.
    /// - Returns: Its elements, row-major whatever its strides are. Doubles are rounded to the
    ///   nearest single, beyond its range to infinity.
    /// - Throws: `PyTorchFileError` where there is no such tensor, where it is not of floating point
    ///   numbers, where it has more elements than its storage, and where that is damaged.
    public func floats(
        _ name: String, in dictionary: PyTorchDictionary
    ) throws(PyTorchFileError) -> [Float] {
        func failure(_ problem: PyTorchFileError.Problem) -> PyTorchFileError {
            PyTorchFileError(file: url, tensor: name, problem: problem)
        }
        guard let tensor = dictionary.tensors[name] else { throw failure(.missing) }
        guard tensor.type.isFloatingPoint else { throw failure(.notNumbers(tensor.type)) }
        // An expanded tensor of one element could claim any size.
        guard tensor.elementCount <= tensor.storage.count else {
            throw failure(
                .repeated(elements: tensor.elementCount, storage: tensor.storage.count))
        }
        guard tensor.elementCount > 0 else { return [] }
        let bytes = try bytes(of: tensor.storage, for: name)
        if let format = tensor.type.eightBits {
            return gather(tensor, from: bytes) { (bits: UInt8) in format.value(bits) }
        }
        return switch tensor.type {
        case .float16:
            gather(tensor, from: bytes) { (bits: UInt16) in Float(Float16(bitPattern: bits)) }
        case .bfloat16:
            gather(tensor, from: bytes) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
        case .float64:
            gather(tensor, from: bytes) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
        default:
            gather(tensor, from: bytes) { (bits: UInt32) in Float(bitPattern: bits) }
        }
    }

    /// The elements in row-major order.
    private func gather<Bits: FixedWidthInteger & BitwiseCopyable>(
        _ tensor: PyTorchTensor, from bytes: [UInt8], _ convert: (Bits) -> Float
    ) -> [Float] {
        let isBigEndian = isBigEndian
        return bytes.withUnsafeBytes { bytes in
            func element(_ place: Int) -> Float {
                let bits = bytes.loadUnaligned(
                    fromByteOffset: place * MemoryLayout<Bits>.size, as: Bits.self)
                return convert(isBigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
            }
            if tensor.isContiguous {
                return (tensor.offset..<tensor.offset + tensor.elementCount).map(element)
            }
            return Self.places(of: tensor).map(element)
        }
    }

    /// Where each element is in the storage, counted up like the hands of an odometer.
    private static func places(of tensor: PyTorchTensor) -> [Int] {
        var indices = [Int](repeating: 0, count: tensor.shape.count)
        var place = tensor.offset
        return (0..<tensor.elementCount).map { _ in
            defer {
                for axis in indices.indices.reversed() {
                    indices[axis] += 1
                    place += tensor.strides[axis]
                    guard indices[axis] == tensor.shape[axis] else { break }
                    place -= tensor.shape[axis] * tensor.strides[axis]
                    indices[axis] = 0
                }
            }
            return place
        }
    }
}
