import Foundation

/// How a camera was held, as EXIF says it: what to do to the stored pixels to see them upright.
///
/// Source: Exif 2.32 (CIPA DC-008), tag 0x0112.
enum EXIFOrientation: Int {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case flipped = 4
    case transposed = 5
    case quarterTurnRight = 6
    case transversed = 7
    case quarterTurnLeft = 8

    /// The orientation that a JPEG file states; upright where it states none or nonsense.
    ///
    /// Every offset comes from the file and is checked: a malformed EXIF block is as good as none,
    /// since the pixels are intact.
    ///
    /// - Parameter jpeg: The whole file.
    init(jpeg: Data) {
        let reader = Bytes(bytes: jpeg[...], bigEndian: true)
        var offset = 2
        while let marker = reader.uint16(at: offset), marker > 0xFF00, marker != 0xFFDA,
            let length = reader.uint16(at: offset + 2), length >= 2
        {
            let segment = reader.slice(offset + 4, count: length - 2)
            if marker == 0xFFE1, let segment, let value = Self.value(inAPP1: segment) {
                self = EXIFOrientation(rawValue: value) ?? .upright
                return
            }
            offset += 2 + length
        }
        self = .upright
    }

    /// The orientation tag's value in the TIFF structure of an APP1 segment.
    private static func value(inAPP1 segment: Data) -> Int? {
        guard segment.starts(with: Data("Exif\0\0".utf8)) else { return nil }
        let tiff = segment.dropFirst(6)
        let order = tiff.prefix(2)
        guard order == Data("II".utf8) || order == Data("MM".utf8) else { return nil }
        let reader = Bytes(bytes: tiff, bigEndian: order == Data("MM".utf8))
        guard reader.uint16(at: 2) == 42, let directory = reader.uint32(at: 4),
            let entryCount = reader.uint16(at: directory)
        else { return nil }
        for index in 0..<entryCount {
            let entry = directory + 2 + 12 * index
            guard let tag = reader.uint16(at: entry) else { return nil }
            guard tag == 0x0112 else { continue }
            guard reader.uint16(at: entry + 2) == 3, reader.uint32(at: entry + 4) == 1 else {
                return nil
            }
            return reader.uint16(at: entry + 8)
        }
        return nil
    }

    /// Reads integers by offset; nil outside.
    private struct Bytes {
        let bytes: Data
        let bigEndian: Bool

        func slice(_ offset: Int, count: Int) -> Data? {
            guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset
            else { return nil }
            let start = bytes.startIndex + offset
            return bytes[start..<start + count]
        }

        func uint16(at offset: Int) -> Int? { integer(at: offset, count: 2) }

        func uint32(at offset: Int) -> Int? { integer(at: offset, count: 4) }

        private func integer(at offset: Int, count: Int) -> Int? {
            guard let slice = slice(offset, count: count) else { return nil }
            let ordered = bigEndian ? Array(slice) : slice.reversed()
            return ordered.reduce(0) { $0 << 8 | Int($1) }
        }
    }
}
