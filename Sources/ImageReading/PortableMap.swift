import Foundation
import ImageFiles

/// The portable grey and colour maps of Netpbm: PGM (P2, P5) and PPM (P3, P6).
///
/// A header of blank-separated numbers (width, height, largest value) is followed by samples, as
/// text in P2 and P3, in P5 and P6 as one byte each or, where the largest value exceeds 255, two,
/// the high one first. A comment runs from # to the end of its line. Only the first image of a
/// file is read.
///
/// Source: https://netpbm.sourceforge.net/doc/ppm.html
enum PortableMap {
    /// One of the four kinds of map, by its magic number.
    struct Format {
        let channels: Int
        let isText: Bool

        /// The format that a file's first two bytes announce.
        init?(startOf data: Data) {
            switch String(decoding: data.prefix(2), as: UTF8.self) {
            case "P2": (channels, isText) = (1, true)
            case "P3": (channels, isText) = (3, true)
            case "P5": (channels, isText) = (1, false)
            case "P6": (channels, isText) = (3, false)
            default: return nil
            }
        }
    }

    /// Decodes a map to RGB of eight bits.
    static func decode(
        _ bytes: [UInt8], as format: Format, _ admission: Admission
    ) throws(DecodingFault) -> Image {
        var reader = Reader(bytes: bytes, offset: 2)
        let width = try reader.number(upTo: Codec.maximumSide, called: "the width")
        let height = try reader.number(upTo: Codec.maximumSide, called: "the height")
        let largest = try reader.number(upTo: 65535, called: "the largest value")
        guard width > 0, height > 0, largest > 0 else {
            throw DecodingFault(description: "\(width) x \(height) pixels of at most \(largest)")
        }
        // The blank after the header; without it the next digit would be taken for a sample.
        try reader.blank()
        // The smallest possible size is checked before memory is taken: a text sample has a digit
        // and a blank, which the last one can do without.
        let count = width * height * format.channels
        let needed = format.isText ? 2 * count - 1 : count * (largest > 255 ? 2 : 1)
        guard needed <= bytes.count - reader.offset else {
            throw DecodingFault(description: "the data end early")
        }
        let demand = DecodingBudget.Demand(
            width: width, height: height, fixedBytes: 0, largestReduction: 1)
        guard admission.reduction(for: demand) > 0 else {
            throw DecodingFault(description: "it takes too much memory")
        }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(3 * width * height)
        for _ in 0..<count {
            let sample =
                format.isText
                ? try reader.number(upTo: largest, called: "a sample")
                : try reader.sample(upTo: largest)
            let value = UInt8((2 * 255 * sample + largest) / (2 * largest))
            pixels.append(value)
            if format.channels == 1 { pixels += [value, value] }
        }
        return Image(width: width, height: height, pixels: pixels)
    }
}

extension PortableMap {
    /// Walks through a map's bytes.
    private struct Reader {
        let bytes: [UInt8]
        var offset: Int

        /// The next decimal number, after blanks and comments.
        mutating func number(upTo limit: Int, called name: String) throws(DecodingFault) -> Int {
            skipBlanks()
            let start = offset
            var value = 0
            while offset < bytes.count, let digit = digit(bytes[offset]) {
                value = 10 * value + digit
                guard value <= limit else {
                    throw DecodingFault(description: "\(name) exceeds \(limit)")
                }
                offset += 1
            }
            guard offset > start else {
                throw DecodingFault(
                    description: offset < bytes.count
                        ? "\(name) is not a number" : "the data end early")
            }
            return value
        }

        /// The next binary sample.
        mutating func sample(upTo limit: Int) throws(DecodingFault) -> Int {
            let size = limit > 255 ? 2 : 1
            guard offset + size <= bytes.count else {
                throw DecodingFault(description: "the data end early")
            }
            let value =
                size == 1 ? Int(bytes[offset]) : Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            offset += size
            guard value <= limit else {
                throw DecodingFault(description: "a sample exceeds \(limit)")
            }
            return value
        }

        /// Exactly one blank.
        mutating func blank() throws(DecodingFault) {
            guard offset < bytes.count else {
                throw DecodingFault(description: "the data end early")
            }
            guard isBlank(bytes[offset]) else {
                throw DecodingFault(description: "no blank after the header")
            }
            offset += 1
        }

        private mutating func skipBlanks() {
            var inComment = false
            while offset < bytes.count {
                let byte = bytes[offset]
                if byte == UInt8(ascii: "#") {
                    inComment = true
                } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                    inComment = false
                } else if !inComment, !isBlank(byte) {
                    return
                }
                offset += 1
            }
        }

        private func digit(_ byte: UInt8) -> Int? {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte) - 48 : nil
        }

        private func isBlank(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: " ") || (9...13).contains(byte)
        }
    }
}
