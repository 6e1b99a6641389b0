import Foundation
import ImageFiles
import ImageReading
import Testing

@Suite("Hostile image files")
struct HostileImageTests {
    @Test("a JPEG or PNG cut short is refused, or has all its pixels and a note")
    func truncatedCompressed() throws {
        for name in Fixture.imageNames where !name.hasSuffix("m") {
            let data = try Fixture.data(name)
            let whole = try Fixture.image(name)
            var read = 0
            for length in 0..<data.count {
                guard
                    let cut = try? ImageDecoder().image(data.prefix(length), name: name)
                else { continue }
                read += 1
                #expect(cut.image == whole, "\(name) cut to \(length) bytes")
                #expect(cut.notes.contains(.endMissing), "\(name) cut to \(length) bytes")
            }
            // JPEG's mark of the end has two bytes. PNG's last chunk has twelve, after the check of the one before
            // it (four) and of its pixels (four).
            #expect((2...20).contains(read), "\(name) is read without its last \(read) bytes")
        }
    }

    // Text maps may end within the last number or before the last blank, which nothing reveals.
    @Test("a PGM or PPM cut short is refused, or only its last sample differs")
    func truncatedMaps() throws {
        for name in Fixture.imageNames where name.hasSuffix("m") {
            let data = try Fixture.data(name)
            let spare = name.hasPrefix("ascii") ? 4 : 0
            for length in 0..<data.count - spare {
                #expect(throws: ImageError.self, "\(name) cut to \(length) bytes") {
                    try Image.decode(data.prefix(length), name: name)
                }
            }
        }
    }

    @Test("a file with a changed byte decodes or is refused")
    func changedBytes() throws {
        var generator = LinearGenerator(state: 1)
        var refused = 0
        for name in Fixture.imageNames {
            let data = try Fixture.data(name)
            for _ in 0..<200 {
                var edited = data
                let offset = Int.random(in: 0..<data.count, using: &generator)
                edited[offset] = UInt8.random(in: 0...255, using: &generator)
                do { _ = try Image.decode(edited, name: name) } catch { refused += 1 }
            }
        }
        #expect(refused > 0)
    }

    @Test(
        "a BMP that claims absurd sides is refused with the limit",
        arguments: [(Int32.max, Int32.max), (.max, 1), (16_385, 1), (-1, 1), (1, .min), (0, 1)])
    func absurdBitmap(width: Int32, height: Int32) throws {
        var data = Data("BM".utf8)
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
        }
        for value: Int32 in [126, 0, 54, 40, width, height] { append(value) }
        for value: Int16 in [1, 24] { append(value) }
        for value: Int32 in [0, 0, 0, 0, 0, 0] { append(value) }
        data.append(Data(count: 72))
        let error = #expect(throws: ImageError.self) { try Image.decode(data, name: "a.bmp") }
        #expect(error?.description.contains("16384") == true || width <= 1, "\(error as Any)")
    }

    @Test("what a library says in several lines becomes one sentence")
    func oneLine() throws {
        guard ImageSupport().reads(.heic) else { return }
        // A box that names a brand which libheif does not read.
        let data = Data([0, 0, 0, 16]) + Data("ftypheic".utf8) + Data(count: 400)
        let error = #expect(throws: ImageError.self) { try Image.decode(data, name: "a.heic") }
        #expect(error?.description.contains { $0.isNewline } == false, "\(error as Any)")
    }

    @Test("random bytes after a true beginning are refused")
    func randomBytes() throws {
        var generator = LinearGenerator(state: 2)
        for name in ["rgb.jpg", "rgb.png"] {
            let beginning = try Fixture.data(name).prefix(20)
            for _ in 0..<200 {
                let count = Int.random(in: 0..<600, using: &generator)
                let rest = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
                #expect(throws: ImageError.self) {
                    try Image.decode(beginning + rest, name: name)
                }
            }
        }
    }

    @Test("a PNG that claims absurd sides is refused", arguments: [0, 16385, 0x7FFF_FFFF])
    func absurdPNG(side: Int) throws {
        var data = try Fixture.data("rgb.png")
        let header = Data("IHDR".utf8) + bigEndian(side) + bigEndian(6) + data[24..<29]
        data.replaceSubrange(12..<33, with: header + bigEndian(crc32(header)))
        #expect(throws: ImageError.self) { try Image.decode(data, name: "absurd.png") }
        // The same edit with the true width decodes: it is the size that is refused.
        let honest = Data("IHDR".utf8) + bigEndian(8) + bigEndian(6) + data[24..<29]
        data.replaceSubrange(12..<33, with: honest + bigEndian(crc32(honest)))
        #expect(try Image.decode(data, name: "a.png") == Fixture.image("rgb.png"))
    }

    @Test("a JPEG that claims absurd sides is refused with its size's limit")
    func absurdJPEG() throws {
        var data = try Fixture.data("rgb.jpg")
        let frame = try #require(data.range(of: Data([0xFF, 0xC0]))).lowerBound
        data.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
        let error = #expect(throws: ImageError.self) {
            try Image.decode(data, name: "absurd.jpg")
        }
        #expect(error?.problem.contains("16384") == true)
    }

    @Test(
        "a map with a header that lies is refused",
        arguments: [
            "P5 16385 1 255\n", "P5 99999999999999999999 1 255\n", "P6 16384 16384 255\n",
            "P5 0 1 255\n", "P5 1 0 255\n", "P5 1 1 0\nx", "P5 1 1 65536\nxx", "P5 -1 1 255\nx",
            "P2 1 1 9\n10", "P2 2 1 9\n1", "P2 1 1 9\nx", "P5 1 1 9\n\u{A}", "P5", "P5 1 1 255",
            "P3 1 1 255\n1 2", "P5 1 1 255x0",
        ])
    func lyingMaps(header: String) {
        #expect(throws: ImageError.self) {
            try Image.decode(Data(header.utf8), name: "lie.pgm")
        }
    }

    @Test("a 16-bit reader refuses other kinds of PNG and files that are no PNG")
    func notGrey16() throws {
        for name in ["grey.png", "rgb16.png", "palette.png", "grey.jpg"] {
            #expect(throws: ImageError.self) {
                try GrayImage16.decode(Fixture.data(name), name: name)
            }
        }
    }

    private func bigEndian(_ value: Int) -> Data {
        Data([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) })
    }

    /// The check of PNG chunks, bit by bit (PNG specification, annex D).
    private func crc32(_ data: Data) -> Int {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in data {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Int(crc ^ 0xFFFF_FFFF)
    }
}
