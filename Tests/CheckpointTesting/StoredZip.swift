import Foundation

/// A zip archive without compression, as PKWARE's APPNOTE.TXT describes it.
package enum StoredZip {
    /// An archive.
    ///
    /// - Parameter files: Names and contents.
    /// - Returns: The whole file.
    package static func archive(_ files: [(name: String, data: Data)]) -> Data {
        var (body, directory) = (Data(), Data())
        for (name, data) in files {
            // Version, flags, method, time, date; then CRC and sizes; then lengths of the names.
            let fields =
                bytes(UInt16(20), UInt16(0), UInt16(0), UInt16(0), UInt16(0x21))
                + bytes(crc32(data), UInt32(data.count), UInt32(data.count))
                + bytes(UInt16(name.utf8.count), UInt16(0))
            directory += bytes(UInt32(0x0201_4B50)) + bytes(UInt16(20)) + fields
            // Comment, disk, attributes inside; attributes outside and the place of the entry.
            directory += bytes(UInt16(0), UInt16(0), UInt16(0))
            directory += bytes(UInt32(0), UInt32(body.count)) + Data(name.utf8)
            body += bytes(UInt32(0x0403_4B50)) + fields + Data(name.utf8) + data
        }
        let count = UInt16(files.count)
        let end =
            bytes(UInt32(0x0605_4B50)) + bytes(UInt16(0), UInt16(0), count, count)
            + bytes(UInt32(directory.count), UInt32(body.count)) + bytes(UInt16(0))
        return body + directory + end
    }

    private static func bytes<Number: FixedWidthInteger>(_ numbers: Number...) -> Data {
        numbers.reduce(into: Data()) { data, number in
            withUnsafeBytes(of: number.littleEndian) { data += $0 }
        }
    }

    private static func crc32(_ data: Data) -> UInt32 {
        ~data.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
                value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0)
            }
        }
    }
}
