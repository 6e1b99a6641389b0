import Foundation
import ImageFiles
import ImageReading
import Testing

/// Files as cameras, phones and browsers write them.
@Suite("Images that people bring")
struct BroughtImageTests {
    private func decode(_ name: String, megabytes: Int = 64) throws -> DecodedImage {
        try ImageDecoder(budget: DecodingBudget(megabytes: megabytes))
            .image(Fixture.data("brought/\(name)"), name: name)
    }

    /// The largest difference from what is recorded.
    private func difference(_ name: String) throws -> Int {
        let expected = try #require(try Fixture.brought()[name]).image
        return try largestDifference(decode(name).image, expected)
    }

    @Test(
        "every format is read as it was written",
        arguments: [
            "rgb.webp", "alpha.webp", "animated.webp", "rgb.bmp", "palette.bmp", "rgb.gif",
            "animated.gif", "rgb.tif",
            "packed.tif", "grey.tif", "pages.tif",
        ])
    func exactFormats(name: String) throws {
        // Opacity is multiplied in twice in one case; nothing else rounds.
        #expect(try difference(name) <= (name == "alpha.webp" ? 1 : 0))
    }

    // Decoders round differently by one; of AVIF libheif and libavif, which recorded it, take other ways from
    // brightness and colour differences to RGB.
    @Test(
        "lossy formats are what another decoder makes of them",
        arguments: [("lossy.webp", 1), ("lossy.heic", 2), ("lossy.avif", 10)]
            .filter { Self.isReadable($0.0) })
    func lossyFormats(name: String, tolerance: Int) throws {
        #expect(try difference(name) <= tolerance)
    }

    @Test("the format is told by the content")
    func formats() throws {
        let formats = try ["rgb.webp", "rgb.bmp", "rgb.gif", "rgb.tif", "p3.heic", "lossy.avif"]
            .map { ImageFormat(startOf: try Fixture.data("brought/\($0)")) }
        #expect(formats == [.webp, .bmp, .gif, .tiff, .heic, .avif])
    }

    @Test("of several frames or pages the first is taken, and that is said")
    func severalFrames() throws {
        for name in ["animated.webp", "pages.tif"] {
            #expect(try decode(name).notes == [.firstOfSeveral], "\(name)")
        }
        #expect(try decode("rgb.tif").notes.isEmpty)
    }

    // JPEG's own rounding at quality 100.
    @Test(
        "a picture stands upright, wherever that is said",
        arguments: [
            "turned.webp", "turned.tif", "turned.png", "turned-xmp.png", "turned-raw.png",
            "turned-late.png",
            "turned-xmp.jpg",
            "turned-long.jpg", "turned-fill.jpg", "turned-late.jpg",
        ])
    func orientation(name: String) throws {
        #expect(try difference(name) <= (name.hasSuffix("jpg") ? 3 : 0))
        let decoded = try decode(name)
        #expect(decoded.notes == [.turned])
        #expect((decoded.fullWidth, decoded.fullHeight) == (8, 16))
    }

    // Eight bits in, eight bits out, and a conversion in between that may round at each step. Of lossy formats
    // decoders differ by one, which becomes several where a colour is near nothing. Inks are perceptual: their black
    // becomes that of the screen, which the recorded colours leave out; without the profile they are off by 40.
    @Test(
        "colours are converted to sRGB by what the file says of them",
        arguments: [
            ("p3.png", 2), ("p3.webp", 2), ("p3.tif", 2), ("p3.jpg", 4), ("p3.heic", 8),
            ("adobe.png", 2),
            ("adobe-camera.jpg", 4), ("adobe-numbers.png", 2), ("grey-linear.png", 2),
            ("inks.jpg", 12),
        ].filter { Self.isReadable($0.0) })
    func colours(name: String, tolerance: Int) throws {
        #expect(try difference(name) <= tolerance)
        #expect(try decode(name).notes == [.converted])
    }

    @Test("a profile of sRGB changes nothing, and one that does not fit is passed over with a note")
    func otherProfiles() throws {
        for (name, notes) in [
            ("srgb.png", []), ("broken-profile.png", [.profileIgnored]),
            ("foreign-profile.png", [.profileIgnored]),
        ] as [(String, Set<DecodedImage.Note>)] {
            #expect(try difference(name) == 0, "\(name)")
            #expect(try decode(name).notes == notes, "\(name)")
        }
    }

    // 2,048 x 1,536 pixels take 18 MiB; half of the sides 4.5 MiB.
    @Test(
        "a picture that takes too much is decoded at a fraction of its size",
        arguments: [("large.png", 8), ("large.jpg", 8), ("large.webp", 16)])
    func reduced(name: String, megabytes: Int) throws {
        let whole = try decode(name)
        #expect(whole.notes.isEmpty && (whole.image.width, whole.image.height) == (2048, 1536))
        let reduced = try decode(name, megabytes: megabytes)
        #expect(reduced.notes == [.reduced])
        #expect((reduced.fullWidth, reduced.fullHeight) == (2048, 1536))
        let factor = 2048 / reduced.image.width
        #expect([2, 4, 8].contains(factor) && reduced.image.height == 1536 / factor)
        #expect(reduced.image.width * reduced.image.height * 6 <= megabytes << 20)
        // The same halves, but for a seam where the codec mixes them.
        #expect(try largestDifference(reduced.image.square(8), whole.image.square(8)) <= 4)
    }

    @Test(
        "a picture that cannot be reduced is refused with its size",
        arguments: [("large-interlaced.png", 8), ("large-progressive.jpg", 4), ("large.gif", 32)])
    func refused(name: String, megabytes: Int) throws {
        #expect(try decode(name).image.width == 2048)
        let error = #expect(throws: ImageError.self) {
            try decode(name, megabytes: megabytes)
        }
        #expect(error?.problem.contains("2048 x 1536") == true, "\(error?.description ?? "")")
        #expect(error?.problem.contains("the bound of \(megabytes) MiB") == true)
    }

    @Test("changed bytes are read or refused, in every format")
    func changedBytes() throws {
        var generator = LinearGenerator(state: 3)
        var refused = 0
        for name in try Fixture.brought().keys.sorted() {
            let data = try Fixture.data("brought/\(name)")
            // A damaged AVIF may keep its process busy for seconds.
            let rounds = name.hasSuffix("avif") ? 4 : 60
            for _ in 0..<rounds {
                var edited = data
                let offset = Int.random(in: 0..<data.count, using: &generator)
                edited[offset] = UInt8.random(in: 0...255, using: &generator)
                do { _ = try Image.decode(edited, name: name) } catch { refused += 1 }
            }
        }
        #expect(refused > 0)
    }

    /// HEIC and AVIF are read where libheif is.
    static func isReadable(_ name: String) -> Bool {
        let support = ImageSupport()
        return name.hasSuffix("heic")
            ? support.reads(.heic) : !name.hasSuffix("avif") || support.reads(.avif)
    }
}
