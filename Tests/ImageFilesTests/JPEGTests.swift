import FileTesting
import Foundation
import ImageFiles
import ImageReading
import JPEGFiles
import Testing

@Suite("Writing JPEG")
struct JPEGTests {
    /// Colours that change slowly, as in faces.
    private let image = Image(
        width: 61, height: 43,
        pixels: (0..<61 * 43).flatMap { (place: Int) -> [UInt8] in
            let (x, y) = (Double(place % 61) / 61, Double(place / 61) / 43)
            let wave: Double = 90 + 60 * sin(6 * (x + y))
            return [UInt8(60 + 150 * x), UInt8(200 - 120 * y), UInt8(wave)]
        })

    @Test("an image that changes slowly comes back within a few steps of 255")
    func roundTrip() throws {
        let decoded = try Image.decode(image.jpegData(quality: 92), name: "a.jpg")
        #expect((decoded.width, decoded.height) == (61, 43))
        let differences = zip(decoded.pixels, image.pixels).map { abs(Int($0) - Int($1)) }
        // Quantisation at quality 92 is a few steps for each of 64 frequencies; a channel or a row at the wrong
        // place would be tens.
        #expect(differences.max() ?? 255 <= 8)
    }

    @Test("less quality is a smaller file")
    func quality() throws {
        let noisy = noise(width: 64, height: 64, seed: 3)
        #expect(try noisy.jpegData(quality: 40).count < noisy.jpegData(quality: 92).count)
    }

    @Test("a size that JPEG cannot hold is refused, and nothing is written")
    func tooLarge() throws {
        let folder = try TemporaryFolder()
        let wide = Image(width: 65_536, height: 1)
        #expect(throws: ImageError.self) {
            try wide.writeJPEG(to: folder.url.appendingPathComponent("wide.jpg"))
        }
        #expect(try folder.names().isEmpty)
    }
}
