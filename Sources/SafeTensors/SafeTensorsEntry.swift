/// What a safetensors file says about one of its tensors.
///
/// An entry is only made once its shape, type and bytes were found to agree.
public struct SafeTensorsEntry: Sendable, Equatable {
    /// The tensor's name, unique in its file.
    public let name: String
    /// The type of its elements.
    public let type: SafeTensorsType
    /// The sizes of its axes, slowest first; empty for a single value.
    public let shape: [Int]
    /// Where its bytes are, counted from the beginning of the data section.
    public let byteRange: Range<Int>

    /// How many elements it has.
    public var elementCount: Int { byteRange.count / type.byteCount }
}
