/// FNV-1a over bytes: tells whether something is what it was, not who made it.
package struct Fingerprint: Sendable {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Of nothing yet.
    package init() {}

    /// Goes on over bytes.
    ///
    /// - Parameter bytes: Any; of tensors, their elements in single precision, little-endian and
    ///   row-major.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// Goes on over the UTF-8 bytes of a text.
    package mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Hexadecimal digits.
    package var text: String { String(hash, radix: 16) }
}
