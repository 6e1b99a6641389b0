import Foundation
import ImageFiles
import Testing

/// The files in `Fixtures`, made by `make_fixtures.py`, and what they must decode to.
enum Fixture {
    /// An image as the script recorded it.
    struct Expectation: Decodable {
        var width: Int
        var height: Int
        /// RGB.
        var pixels: Data
        /// Little-endian values of 16 bits, where they are recorded.
        var samples: Data?

        var image: Image { Image(width: width, height: height, pixels: [UInt8](pixels)) }
    }

    static func url(_ name: String) throws -> URL {
        try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/\(name)")
    }

    static func data(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

    static func expectations() throws -> [String: Expectation] {
        try JSONDecoder().decode([String: Expectation].self, from: data("expected.json"))
    }

    static func expectation(_ name: String) throws -> Expectation {
        try #require(try expectations()[name], "make_fixtures.py records no \(name)")
    }

    /// A fixture, decoded.
    static func image(_ name: String) throws -> Image { try Image.decode(data(name), name: name) }

    /// All fixtures that hold one image.
    static let imageNames = exactNames + jpegNames
    static let exactNames = [
        "ascii.pgm", "ascii.ppm", "bilevel.png", "binary.pgm", "binary.ppm", "binary16.ppm",
        "few.ppm", "grey-alpha.png", "grey.png", "grey16.png", "palette-alpha.png", "palette.png",
        "resize-source.png", "rgb.png", "rgb16.png", "rgba.png",
    ]
    static let jpegNames =
        ["cmyk-adobe.jpg", "cmyk-plain.jpg", "grey.jpg", "progressive.jpg", "rgb.jpg"]
        + ["ycck-adobe.jpg"] + (1...8).map { "orientation-\($0).jpg" }
}

/// A folder that is deleted when the last reference to it goes.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("ImageFilesTests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Everything in the folder, hidden files included.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    }

    /// Writes a file, with the folders that it needs.
    func write(_ data: Data, to name: String) throws {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }
}

/// The largest difference of two images of one size.
func largestDifference(_ a: Image, _ b: Image) throws -> Int {
    try #require(a.width == b.width && a.height == b.height)
    return zip(a.pixels, b.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

/// An image of values that look random and are the same each time.
func noise(width: Int, height: Int, seed: UInt64) -> Image {
    var generator = LinearGenerator(state: seed)
    return Image(
        width: width, height: height,
        pixels: (0..<3 * width * height).map { _ in UInt8.random(in: 0...255, using: &generator) })
}

/// Knuth's linear congruential generator: the tests' noise must not change from run to run.
struct LinearGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
