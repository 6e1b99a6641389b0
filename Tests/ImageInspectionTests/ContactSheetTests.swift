import FileTesting
import Foundation
import ImageFiles
import ImageInspection
import ImageReading
import Testing

@Suite("Contact sheets")
struct ContactSheetTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func sheet() throws -> ContactSheet {
        let collection = try ImageCollection(path: folder.url.path)
        return ContactSheet(
            of: CollectionInspection(of: collection, trainingSize: 64), in: collection)
    }

    private func color(_ sheet: ContactSheet, _ x: Int, _ y: Int) -> [UInt8] {
        let place = 3 * (y * sheet.image.width + x)
        return [UInt8](sheet.image.pixels[place..<place + 3])
    }

    @Test("images stand in rows of twelve, cut to the middle square, at most eight rows")
    func rows() throws {
        for number in 0..<13 as Range<UInt8> {
            // Green at both sides of the square.
            let image = Image.plain(60, 0, 255, 0).changed { place, value in
                (20..<40).contains(place / 3 % 60) ? Double(number * 10) : value
            }
            try folder.write(
                Image(width: 60, height: 20, pixels: [UInt8](image.pixels.prefix(3_600))),
                to: String(format: "%02d.png", number))
        }
        let small = try sheet()
        #expect(small.image.width == 12 * 104)
        for number in 0..<13 {
            let (x, y) = (number % 12 * 104, number / 12 * 104)
            let level = UInt8(number * 10)
            for (dx, dy) in [(4, 4), (99, 99), (4, 99), (52, 52)] {
                #expect(color(small, x + dx, y + dy) == [level, level, level])
            }
        }
        #expect(small.suspects == [.flat])
        #expect(small.image.height == 2 * 104 + 24 + 104)
        for number in 13..<200 {
            try folder.write(Picture(seed: UInt64(number)).image(20), to: "\(number).png")
        }
        let large = try sheet()
        #expect(large.image.height == 8 * 104 + 24 + large.suspects.count * 104)
    }

    @Test("suspects have frames of their colour, and duplicates share one")
    func frames() throws {
        let picture = Picture(seed: 1).image(96)
        try folder.write(picture, to: "a.png")
        try folder.write(picture, to: "b.png")
        try folder.write(picture.noisy(5, seed: 1), to: "c.png")
        try folder.write(Picture(seed: 2).image(96).pgmData, to: "grey.pgm")
        try folder.write(Image.plain(96, 10, 200, 10), to: "plain.png")
        try folder.write(Data(), to: "broken.png")
        let sheet = try sheet()
        #expect(sheet.suspects == Suspects.Kind.allCases)
        let top = 104 + 24
        let frames: [[UInt8]] = [
            [225, 45, 45], [250, 145, 30], [60, 115, 245], [245, 225, 50], [240, 240, 240],
            [225, 60, 215],
        ]
        for (row, frame) in frames.enumerated() {
            #expect(color(sheet, 2, top + row * 104 + 50) == frame)
            let isPair = row < 2
            // Between the first place and the second: inside the frame of a pair.
            #expect((color(sheet, 104, top + row * 104 + 50) == frame) == isPair)
        }
        let pixel = [UInt8](picture.pixels.prefix(3))
        #expect(color(sheet, 4, top + 4) == pixel && color(sheet, 108, top + 4) == pixel)
        #expect(color(sheet, 4, top + 5 * 104 + 4) == [10, 200, 10])
    }

    @Test("an image that is gone since leaves its place empty")
    func missingImage() throws {
        try folder.write(Picture(seed: 1).image(30), to: "a.png")
        try folder.write(Picture(seed: 2).image(30), to: "b.png")
        let collection = try ImageCollection(path: folder.url.path)
        let inspection = CollectionInspection(of: collection, trainingSize: 64)
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("a.png"))
        let sheet = ContactSheet(of: inspection, in: collection)
        #expect(color(sheet, 50, 50) == color(sheet, 0, 0))
        #expect(color(sheet, 154, 50) != color(sheet, 0, 0))
    }
}
