import CTorch

extension Tensor {
    /// The number of a tensor that has only one.
    public var item: Double {
        precondition(count == 1, "item of a tensor of shape \(shape)")
        var value = 0.0
        Tensor.perform("item", [self]) { ctorch_item(&value, handle) }
        return value
    }

    /// All numbers as an array, last axis fastest; converted and brought to the CPU as needed.
    ///
    /// - Parameter type: The kind of number wanted.
    /// - Returns: The numbers.
    public func array<Element: TensorElement>(of type: Element.Type = Float.self) -> [Element] {
        converted(to: Element.scalarType, on: .cpu).withUnsafeBytes {
            Array($0.bindMemory(to: Element.self))
        }
    }

    /// Gives access to the numbers as they lie in memory, last axis fastest, on the CPU.
    ///
    /// - Parameter body: Reads them; the address must not leave.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func withUnsafeBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        let flat = converted(to: type, on: .cpu).contiguous()
        return try withExtendedLifetime(flat) {
            let bytes = UnsafeRawBufferPointer(
                start: ctorch_data(flat.handle), count: flat.count * type.byteCount)
            return try body(bytes)
        }
    }
}
