/// A run of elements in a checkpoint, as the pickle claims it.
struct PyTorchStorage: Sendable, Equatable {
    /// The type of its elements.
    let type: PyTorchElementType
    /// What it is called within the file.
    let key: String
    /// How many elements it has.
    let count: Int
    /// Those of them that a tensor may use: all, or the part that an old file calls a view.
    let elements: Range<Int>

    /// The bytes that it takes; nil where that overflows.
    var byteCount: Int? {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: type.byteCount)
        return overflow ? nil : bytes
    }

    /// A storage of bytes as one of another type.
    ///
    /// - Parameter type: Of the elements.
    /// - Returns: The storage; nil where it is no whole number of them.
    func typed(_ type: PyTorchElementType) -> PyTorchStorage? {
        guard let byteCount, byteCount.isMultiple(of: type.byteCount) else { return nil }
        let count = byteCount / type.byteCount
        return PyTorchStorage(type: type, key: key, count: count, elements: 0..<count)
    }
}
