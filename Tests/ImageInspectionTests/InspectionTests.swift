import FileTesting
import Foundation
import ImageFiles
import ImageInspection
import ImageReading
import Testing

@Suite("Inspections of collections")
struct InspectionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Something of everything; `name` makes names of numbers.
    private func fill(_ folder: TemporaryFolder, name: (Int) -> String) throws {
        let picture = Picture(seed: 9).image(80)
        let files = [
            try picture.pngData(), try picture.pngData(), picture.noisy(4, seed: 1).ppmData,
            Picture(seed: 8).image(width: 90, height: 64).pgmData, Data("no image".utf8),
            try Image.plain(50, 0, 0, 0).pngData(), try Image.plain(50, 9, 9, 250).pngData(),
            try Picture(seed: 7).image(200).changed { _, value in value / 8 }.pngData(),
            Data(), Picture(seed: 6).image(30).ppmData,
        ]
        for (index, file) in files.enumerated() { try folder.write(file, to: name(index)) }
    }

    @Test("formats are told by content, and sizes are counted")
    func formatsAndSizes() throws {
        try fill(folder) { "\($0).jpg" }
        let found = try folder.inspection()
        #expect(found.found == 10 && found.readable == 8)
        #expect(found.formats == [.png: 5, .ppm: 2, .pgm: 1])
        let sizes = try #require(found.sizes)
        #expect(sizes.smallest == PixelSize(width: 30, height: 30))
        #expect(sizes.largest == PixelSize(width: 200, height: 200))
        #expect(sizes.mostCommon == PixelSize(width: 80, height: 80))
        #expect(sizes.mostCommonCount == 3)
        // Of 30, 50, 50, 64, 80, 80, 80, 200 the fifth: there is no interpolation.
        #expect(sizes.median == PixelSize(width: 80, height: 80))
        #expect(sizes.notSquare == 1)
        #expect(sizes.smallerThanTraining == ["5.jpg", "6.jpg", "9.jpg"])
    }

    @Test("a format is told by the first bytes, and anything else has none")
    func formatsByContent() {
        for (bytes, format) in [
            ([0xFF, 0xD8, 0xFF], ImageFormat.jpeg), ([0x89, 0x50, 0x4E, 0x47], .png),
            ([0x50, 0x32], .pgm), ([0x50, 0x33], .ppm), ([0x50, 0x35], .pgm), ([0x50, 0x36], .ppm),
            ([0x50, 0x34], nil), ([0x89, 0x50], nil), ([], nil),
        ] as [([UInt8], ImageFormat?)] {
            #expect(ImageFormat(startOf: Data(bytes)) == format)
        }
    }

    @Test("unreadable images are named with the reason, and do not end the inspection")
    func unreadable() throws {
        try fill(folder) { "\($0).png" }
        let huge = Data("P5 99999 99999 255\n".utf8)
        try folder.write(huge, to: "huge.pgm")
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.path + "/dangling.png", withDestinationPath: "/missing")
        let inspection = try folder.inspection()
        #expect(inspection.leftOut.map(\.name) == ["dangling.png"])
        let unreadable = inspection.unreadable
        #expect(unreadable.map(\.name) == ["4.png", "8.png", "huge.pgm"])
        for (image, words) in zip(
            unreadable, ["no JPEG, PNG, WebP", "empty", "exceeds 16384"])
        {
            #expect(image.reason.contains(words), "\(image)")
        }
    }

    @Test("a collection of broken files alone has no sizes and one advice")
    func onlyBroken() throws {
        try folder.write(Data("a".utf8), to: "1.png")
        try folder.write(Data("b".utf8), to: "2.png")
        let found = try folder.inspection()
        #expect(found.readable == 0 && found.unreadable.count == 2)
        #expect(found.sizes == nil && found.brightness == nil)
        #expect(found.advice == [.removeUnreadable(count: 2)])
    }

    @Test("grey is what has equal channels up to the rounding of a codec")
    func grey() throws {
        let picture = Picture(seed: 4).image(40)
        let grey = picture.changed { place, _ in Double(picture.pixels[place - place % 3]) * 0.9 }
        try folder.write(grey, to: "grey.png")
        try folder.write(
            grey.changed { place, value in place % 3 == 2 ? value + 4 : value }, to: "rounded.png")
        // One pixel of colour is enough.
        try folder.write(
            grey.changed { place, value in place == 2_000 ? value + 20 : value }, to: "spot.png")
        try folder.write(picture, to: "color-1.png")
        try folder.write(Picture(seed: 5).image(40), to: "color-2.png")
        let colors = try folder.inspection().colors
        #expect(colors.grey == 2 && colors.color == 3)
        #expect(colors.rarer == ["grey.png", "rounded.png"])
        #expect(colors.isGreyRarer)
    }

    @Test("brightness and contrast are those of the middle square, and blank images are apart")
    func brightness() throws {
        let picture = Picture(seed: 4).image(40)
        try folder.write(picture.changed { _, value in value / 5 }, to: "dark.png")
        try folder.write(picture.changed { _, value in 255 - value / 5 }, to: "bright.png")
        try folder.write(picture.changed { _, value in 80 + value / 10 }, to: "low.png")
        try folder.write(Image.plain(40, 0, 0, 0), to: "black.png")
        // White at both sides of a grey square.
        let wide = Image.plain(80, 255, 255, 255).changed { place, value in
            (20..<60).contains(place / 3 % 80) ? 60 : value
        }
        try folder.write(
            Image(width: 80, height: 40, pixels: [UInt8](wide.pixels.prefix(80 * 40 * 3))),
            to: "wide.png")
        let found = try folder.inspection()
        let brightness = try #require(found.brightness)
        #expect(brightness.veryDark == ["dark.png"])
        #expect(brightness.veryBright == ["bright.png"])
        #expect(brightness.darkest.map(\.name) == ["dark.png", "low.png", "bright.png"])
        #expect(brightness.brightest.map(\.name) == ["bright.png", "low.png", "dark.png"])
        #expect(brightness.median == 60)
        #expect(found.contrast.blank == ["black.png", "wide.png"])
        #expect(found.contrast.low == ["low.png"])
    }

    @Test("the order of the files does not matter")
    func order() throws {
        let other = try TemporaryFolder()
        try fill(folder) { String(format: "%02d.png", $0) }
        try fill(other) { String(format: "%02d.png", 99 - $0) }
        let (one, two) = (try folder.inspection(), try other.inspection())
        let renamed = { (name: String) in
            String(format: "%02d.png", 99 - (Int(name.prefix(2)) ?? 0))
        }
        #expect(one.formats == two.formats && one.advice == two.advice)
        #expect(one.usable == two.usable)
        #expect(
            one.sizes?.smallerThanTraining.map(renamed).sorted() == two.sizes?.smallerThanTraining)
        #expect(one.unreadable.map { renamed($0.name) }.sorted() == two.unreadable.map(\.name))
        #expect(one.contrast.blank.map(renamed).sorted() == two.contrast.blank)
        // Exact duplicates are equally dark: which comes first, their names decide.
        #expect(
            one.brightness?.darkest.map(\.brightness) == two.brightness?.darkest.map(\.brightness))
        // Of exact duplicates the first name is kept; of near ones the content decides.
        #expect(one.exactDuplicateCount == 1 && two.exactDuplicateCount == 1)
        #expect(one.nearDuplicates.map { renamed($0.kept) } == two.nearDuplicates.map(\.kept))
        #expect(one.nearDuplicates.count == 1)
        // The same names found in another order: a folder's order is not the archive's.
        #expect(try folder.inspection() == one)
    }

    @Test("progress counts every image once, in order")
    func progress() throws {
        try fill(folder) { "\($0).png" }
        let seen = Counts()
        _ = CollectionInspection(
            of: try ImageCollection(path: folder.url.path), trainingSize: 64
        ) { seen.append($0) }
        #expect(seen.values == Array(1...10))
    }

    @Test("JSON gives the same inspection back, and its numbers have names")
    func json() throws {
        try fill(folder) { "\($0).png" }
        let found = try folder.inspection()
        let data = try JSONEncoder().encode(found)
        #expect(try JSONDecoder().decode(CollectionInspection.self, from: data) == found)
        let object = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["formats"] as? [String: Int] == ["PNG": 5, "PPM": 2, "PGM": 1])
        let advice = try #require(object["advice"] as? [[String: [String: Int]]])
        #expect(advice.first == ["removeUnreadable": ["count": 2]])
    }
}
