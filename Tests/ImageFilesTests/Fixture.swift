import Foundation
import ImageFiles
import ImageReading
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

    /// What the files in `brought`, made by `make_brought.py`, must decode to.
    static func brought() throws -> [String: Expectation] {
        try JSONDecoder().decode(
            [String: Expectation].self, from: data("brought/expected.json"))
    }

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
