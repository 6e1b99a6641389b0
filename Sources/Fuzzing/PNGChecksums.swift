import Foundation

/// Mends the checksums of a damaged PNG: most readers look no further where they are wrong, and whoever
/// makes a hostile file writes the right ones.
enum PNGChecksums {
    private static let signature = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])

    /// CRC-32 of each byte, as in zlib and in Annex D of the PNG specification.
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { rest, _ in
            rest & 1 == 1 ? 0xEDB8_8320 ^ rest >> 1 : rest >> 1
        }
    }

    /// A file with the checksum of every whole chunk written anew; anything but a PNG as it is.
    static func mended(_ data: Data) -> Data {
        guard data.starts(with: signature) else { return data }
        var bytes = [UInt8](data)
        var start = signature.count
        // Length, name, content, checksum.
        while start + 12 <= bytes.count {
            let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            let end = start + 8 + length
            guard end + 4 <= bytes.count else { break }
            let sum = checksum(bytes[start + 4..<end])
            for index in 0..<4 {
                bytes[end + index] = UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * index))
            }
            start = end + 4
        }
        return Data(bytes)
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }
}
