import Foundation
import ImageFiles
import ImageReading
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

    @Test(
        "a file of another kind is refused in one sentence that names it",
        arguments: [
            ("<!DOCTYPE html><html>", "a web page"), ("\n <html lang=en>", "a web page"),
            ("version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS"),
            ("<?xml version='1.0'?><svg>", "a drawing in SVG"), ("%PDF-1.7", "a PDF"),
            ("8BPS\0\u{1}", "a Photoshop file"), ("\0\0\0 ftypisom", "a video"), ("", "empty"),
            ("PK\u{3}\u{4}", "a zip archive"), ("BMW", "no JPEG, PNG, "),
            ("hello", "no JPEG, PNG, "),
        ])
    func otherKind(content: String, kind: String) {
        let error = #expect(throws: ImageError.self) {
            try Image.decode(Data(content.utf8), name: "faces/a.png")
        }
        #expect(error?.place == "faces/a.png")
        #expect(error?.problem.hasPrefix("the file is \(kind)") == true, "\(error?.problem ?? "")")
    }

    @Test("a picture of an iPhone's application is refused in words")
    func appleImage() throws {
        var data = try Fixture.data("rgb.png")
        data.insert(
            contentsOf: [0, 0, 0, 4] + Array("CgBI".utf8) + [0, 0, 0, 0, 0, 0, 0, 0], at: 8)
        let error = #expect(throws: ImageError.self) { try Image.decode(data, name: "a.png") }
        #expect(error?.problem.contains("iPhone") == true)
    }

    @Test("a malformed EXIF block leaves the picture as it is stored")
    func malformedEXIF() throws {
        let data = try Fixture.data("orientation-6.jpg")
        let upright = try Fixture.image("orientation-1.jpg")
        let start = try #require(data.range(of: Data("Exif".utf8))).lowerBound
        // In turn: the name, the byte order, 42, the directory's offset, the number of entries,
        // the tag, its count of none, and values outside 1...8. The block is little-endian.
        let tiff = start + 6
        let edits: [(Int, UInt8)] = [
            (start, 0x58), (tiff, 0x58), (tiff + 2, 43), (tiff + 7, 0xFF), (tiff + 8, 0),
            (tiff + 10, 0x13), (tiff + 14, 0), (tiff + 18, 9), (tiff + 18, 0),
        ]
        for (offset, value) in edits {
            var edited = data
            edited[offset] = value
            #expect(try Image.decode(edited, name: "edited.jpg") == upright, "\(offset)")
        }
    }
}
