import FileTesting
import Foundation
import ImageFiles
import ImageInspection
import ImageReading
import Testing

@Suite("Duplicates")
struct DuplicateTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("files of the same bytes are grouped under the first name, whatever they are called")
    func exactCopies() throws {
        let picture = try Picture(seed: 1).image(40).pngData()
        for name in ["b/2.png", "a.png", "c.jpg"] { try folder.write(picture, to: name) }
        try folder.write(Picture(seed: 2).image(40), to: "other.png")
        let found = try folder.inspection()
        #expect(found.exactDuplicates.map(\.kept) == ["a.png"])
        #expect(found.exactDuplicates.first?.copies == ["b/2.png", "c.jpg"])
        #expect(found.exactDuplicateCount == 2)
        #expect(found.nearDuplicates.isEmpty)
        #expect(found.usable == 2)
    }

    @Test("an image encoded anew, resized, brightened or hardly cut is a copy of the largest")
    func nearCopies() throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let original = Picture(seed: seed).image(128)
            let changed: [Image] = [
                original.noisy(6, seed: seed),
                original.resized(to: 100),
                original.resized(to: 48).noisy(3, seed: seed),
                original.changed { _, value in 1.15 * value },
                original.changed { _, value in 0.7 * value + 10 },
                original.changed { _, value in 255 * pow(value / 255, 0.8) },
                Image(
                    width: 126, height: 126,
                    pixels: (1..<127).flatMap {
                        original.pixels[3 * (128 * $0 + 1)..<3 * (128 * $0 + 127)]
                    }),
            ]
            try folder.write(original, to: "\(seed)/z.png")
            for (index, image) in changed.enumerated() {
                try folder.write(image.ppmData, to: "\(seed)/\(index).ppm")
            }
        }
        let found = try folder.inspection()
        #expect(found.exactDuplicates.isEmpty)
        #expect(found.nearDuplicates.count == 5)
        for (index, group) in found.nearDuplicates.enumerated() {
            let names = (group.copies + [group.kept]).sorted()
            let place = "\(index + 1)"
            #expect(names == (0..<7).map { "\(place)/\($0).ppm" } + ["\(place)/z.png"])
            // Several are as large as the original; PPM has more bytes than PNG.
            #expect(!["1", "2", "6"].contains { group.kept == "\(place)/\($0).ppm" })
        }
        #expect(found.nearDuplicateCount == 35)
    }

    @Test("different pictures are no copies of each other, nor are mirrored ones")
    func differentPictures() throws {
        var images = try (1...500 as ClosedRange<UInt64>).map { seed in
            try ImageFacts(of: Picture(seed: seed).image(24).ppmData, name: "\(seed).ppm")
        }
        images.append(
            try ImageFacts(of: Picture(seed: 1).image(24).mirrored().ppmData, name: "mirrored.ppm"))
        #expect(NearDuplicates(among: images).groups.map(\.kept) == [])
    }

    @Test("images without anything to see are no copies of each other")
    func blankImages() throws {
        for level in 0..<40 as Range<UInt8> {
            try folder.write(
                Image.plain(20, 100 + level, 100, 100).noisy(1, seed: UInt64(level)),
                to: "\(level).png")
            // Nothing is left of a fine chequerboard in a thumbnail.
            let chequered = Image.plain(64, 100, 100, 100).changed { place, value in
                value + ((place / 3 + place / 192).isMultiple(of: 2) ? Double(level) : -20)
            }
            try folder.write(chequered, to: "chequered-\(level).png")
        }
        #expect(try folder.inspection().nearDuplicates.isEmpty)
    }

    @Test("a chain of small changes does not become one group: each copy looks like what is kept")
    func chain() throws {
        let (first, last) = (Picture(seed: 1).image(64), Picture(seed: 2).image(64))
        for step in 0...40 {
            let share = Double(step) / 40
            let blend = first.changed { place, value in
                (1 - share) * value + share * Double(last.pixels[place])
            }
            try folder.write(blend, to: String(format: "%02d.png", step))
        }
        let images = try ImageCollection(path: folder.url.path)
        let thumbnail = { (name: String) in
            let index = try #require((0..<images.count).first { images.name(at: $0) == name })
            return try ImageFacts(of: images.data(at: index), name: name).thumbnail
        }
        let groups = try folder.inspection().nearDuplicates
        #expect(groups.count > 1)
        for group in groups {
            for copy in group.copies {
                let correlation = try thumbnail(group.kept).correlation(with: thumbnail(copy))
                #expect(correlation >= NearDuplicates.minimumCorrelation)
            }
        }
    }
}
