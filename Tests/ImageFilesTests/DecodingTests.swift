import Foundation
import ImageFiles
import Testing

@Suite("Decoding images")
struct DecodingTests {
    @Test("every PNG, PGM and PPM decodes to the recorded pixels", arguments: Fixture.exactNames)
    func exactFormats(name: String) throws {
        #expect(try Fixture.image(name) == Fixture.expectation(name).image)
    }

    // Another build of libjpeg may use another inverse cosine transform, whose rounding differs
    // by one; the colour conversion after it stretches that by at most 1.8 (blue from Cb).
    @Test("every kind of JPEG decodes upright to the recorded pixels", arguments: Fixture.jpegNames)
    func jpeg(name: String) throws {
        let difference = try largestDifference(
            Fixture.image(name), Fixture.expectation(name).image)
        #expect(difference <= 3)
    }

    @Test("the eight orientations show eight different pictures of the same pixels")
    func orientations() throws {
        let images = try (1...8).map { try Fixture.image("orientation-\($0).jpg") }
        #expect(images.map(\.width) == [16, 16, 16, 16, 8, 8, 8, 8])
        for (i, a) in images.enumerated() {
            #expect(images[..<i].allSatisfy { $0 != a })
            #expect(a.pixels.sorted() == images[0].pixels.sorted())
        }
    }

    @Test("the content decides the format, not the name")
    func contentDecides() throws {
        let image = try Image.decode(Fixture.data("rgb.png"), name: "photo.jpg")
        #expect(try image == Fixture.expectation("rgb.png").image)
    }

    @Test("data that do not begin at index 0 decode")
    func slicedData() throws {
        for name in Fixture.imageNames {
            let data = try Fixture.data(name)
            let slice = (Data([1, 2, 3]) + data).dropFirst(3)
            #expect(try Image.decode(slice, name: name) == Image.decode(data, name: name))
        }
    }

    @Test("a file of another format is refused in one sentence that names it")
    func otherFormat() {
        let error = #expect(throws: ImageError.self) {
            try Image.decode(Data("GIF89a".utf8), name: "faces/a.png")
        }
        #expect(
            error?.description == "faces/a.png: the content is no JPEG, PNG, PGM or PPM; "
                + "convert the file to one of these formats or remove it.")
    }

    @Test("an empty file is refused as empty")
    func emptyFile() {
        let error = #expect(throws: ImageError.self) { try Image.decode(Data(), name: "a.jpg") }
        #expect(error?.problem == "the file is empty")
    }

    @Test("a malformed EXIF block leaves the picture as it is stored")
    func malformedEXIF() throws {
        let data = try Fixture.data("orientation-6.jpg")
        let upright = try Fixture.image("orientation-1.jpg")
        let start = try #require(data.range(of: Data("Exif".utf8))).lowerBound
        // In turn: the name, the byte order, 42, the directory's offset, the number of entries,
        // the tag, its type, its count, and values outside 1...8. The block is little-endian.
        let tiff = start + 6
        let edits: [(Int, UInt8)] = [
            (start, 0x58), (tiff, 0x58), (tiff + 2, 43), (tiff + 7, 0xFF), (tiff + 8, 0),
            (tiff + 10, 0x13), (tiff + 12, 4), (tiff + 14, 2), (tiff + 18, 9), (tiff + 18, 0),
        ]
        for (offset, value) in edits {
            var edited = data
            edited[offset] = value
            #expect(try Image.decode(edited, name: "edited.jpg") == upright, "\(offset)")
        }
    }
}
