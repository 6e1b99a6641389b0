/// The checksum of event files: CRC-32 with Castagnoli's polynomial (RFC 3720, appendix B.4).
package enum CRC32C {
    /// The remainder of each byte; 0x82F63B78 is the polynomial, its lowest bit the highest power.
    private static let remainders: [UInt32] = (0..<256).map { byte in
        var rest = UInt32(byte)
        for _ in 0..<8 {
            let isOdd = rest & 1 == 1
            rest >>= 1
            if isOdd { rest ^= 0x82F6_3B78 }
        }
        return rest
    }

    /// The checksum of bytes.
    ///
    /// - Parameter bytes: Any number of bytes.
    /// - Returns: The checksum; 0 for no bytes.
    package static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        let remainders = remainders
        return ~bytes.reduce(~UInt32(0)) { rest, byte in
            let index = UInt8(truncatingIfNeeded: rest) ^ byte
            return remainders[Int(index)] ^ (rest >> 8)
        }
    }

    /// The checksum as it is stored: turned right by 15 bits, and a constant added.
    ///
    /// Bytes that hold their own checksum have one that does not depend on them; stored so, they do
    /// not. The constant is that of TensorFlow's record files.
    ///
    /// - Parameter bytes: Any number of bytes.
    /// - Returns: The masked checksum.
    package static func masked(of bytes: some Sequence<UInt8>) -> UInt32 {
        let checksum = checksum(of: bytes)
        return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
    }
}
