import CIPS3DModel
import FileTesting
import Foundation
import GANMetrics
import ImageFiles
import ImageReading
import Testing

@Suite("Diversity")
struct DiversityTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func plain(_ color: Float) -> SurfacePicture {
        SurfacePicture(
            camera: Camera(CameraConfiguration()), size: 2,
            color: Array(repeating: color, count: 12), depth: [1, 1, 1, 1])
    }

    /// Photographs of one grey each.
    private func photographs(
        _ greys: [UInt8], side: Int = 8, size: Int? = nil
    ) throws -> PhotographSource {
        let url = folder.url.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (index, grey) in greys.enumerated() {
            try Image(
                width: side, height: side, pixels: Array(repeating: grey, count: 3 * side * side)
            ).writePNG(to: url.appendingPathComponent("\(index + 100).png"))
        }
        return try PhotographSource(ImageCollection(path: url.path), size: size)
    }

    @Test("identical heads have none, opposite ones all")
    func extremes() {
        #expect(Diversity.of([plain(0.3), plain(0.3), plain(0.3)]) == 0)
        #expect(Diversity.of([plain(-1), plain(1)]) == 1)
    }

    @Test("the mean is over pairs")
    func pairs() {
        // 0.5, 1 and 0.5 apart, by 2.
        #expect(Diversity.of([plain(0), plain(0.5), plain(1)]) == 2 / 6.0)
    }

    @Test("that of photographs is on the same scale: none of equal ones, all of black and white")
    func photographExtremes() throws {
        #expect(try Diversity.of(photographsIn: photographs([90, 90, 90])) == 0)
        #expect(try Diversity.of(photographsIn: photographs([0, 255])) == 1)
        // 51, 153 and 102 apart, by 255.
        let three = try Diversity.of(photographsIn: photographs([0, 51, 153]))
        // Sums of three quotients.
        #expect(abs(three - 306 / 3.0 / 255) < 1e-12)
    }

    @Test("photographs are compared at the size of heads, whatever theirs is")
    func photographSizes() throws {
        for side in [1, 8, 100] {
            #expect(try Diversity.of(photographsIn: photographs([0, 255], side: side)) == 1)
        }
        #expect(try Diversity.of(photographsIn: photographs([0, 255], size: 16)) == 1)
    }

    @Test("of many photographs some are compared, evenly spread")
    func manyPhotographs() throws {
        // Every other one of 128 is black.
        let greys = (0..<128).map { UInt8($0 % 2 == 0 ? 0 : 255) }
        #expect(try Diversity.of(photographsIn: photographs(greys)) == 0)
        // And of 64, all: 32 · 32 pairs of 2016 differ.
        let all = try Diversity.of(photographsIn: photographs(Array(greys.prefix(64))))
        #expect(abs(all - 1_024 / 2_016.0) < 1e-12)
    }

    @Test("the next photograph stands in for one that cannot be read")
    func unreadable() throws {
        let source = try photographs([0, 0, 255])
        let url = URL(fileURLWithPath: source.collection.path).appendingPathComponent("101.png")
        try Data("no".utf8).write(to: url)
        // The white one twice: of three pairs two differ.
        let found = try Diversity.of(photographsIn: source)
        #expect(abs(found - 2 / 3.0) < 1e-12)
    }
}
