/// FNV-1a over bytes: tells whether something is what it was, not who made it.
public struct Fingerprint: Sendable {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Of nothing yet.
    public init() {}

    /// Goes on over bytes.
    ///
    /// - Parameter bytes: Any; of tensors, their elements in single precision, little-endian and
    ///   row-major.
    public mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// Goes on over the UTF-8 bytes of a text.
    public mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Hexadecimal digits.
    public var text: String { String(hash, radix: 16) }
}
