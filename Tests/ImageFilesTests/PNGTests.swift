import FileTesting
import Foundation
import ImageFiles
import ImageReading
import Testing

@Suite("Writing PNG")
struct PNGTests {
    @Test("an image survives PNG exactly", arguments: [(1, 1), (7, 3), (256, 64)])
    func roundTrip(width: Int, height: Int) throws {
        let image = noise(width: width, height: height, seed: 8)
        #expect(try Image.decode(image.pngData(), name: "a.png") == image)
    }

    @Test("a depth map survives PNG exactly, in a file as in memory")
    func roundTrip16() throws {
        let values: [UInt16] = [0, 1, 255, 256, 32768, 65535]
        let image = GrayImage16(width: 3, height: 2, pixels: values)
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("depth.png")
        try image.writePNG(to: url)
        #expect(try GrayImage16.decode(Data(contentsOf: url), name: "depth.png") == image)
    }

    @Test("a 16-bit PNG made elsewhere reads as its samples")
    func samples16() throws {
        let image = try GrayImage16.decode(Fixture.data("grey16.png"), name: "grey16.png")
        let samples = try #require(try Fixture.expectation("grey16.png").samples)
        #expect(
            image.pixels
                == (0..<48).map { UInt16(samples[2 * $0]) | UInt16(samples[2 * $0 + 1]) << 8 })
    }

    @Test("writing replaces an earlier file and leaves nothing else in the folder")
    func replacing() throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("a.png")
        try noise(width: 9, height: 9, seed: 9).writePNG(to: url)
        let image = noise(width: 4, height: 4, seed: 10)
        try image.writePNG(to: url)
        #expect(try Image.decode(Data(contentsOf: url), name: "a.png") == image)
        #expect(try folder.names() == ["a.png"])
    }

    @Test("a missing folder is refused with the system's reason and the file's name")
    func missingFolder() throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("missing/a.png")
        let error = #expect(throws: ImageError.self) {
            try Image(width: 1, height: 1).writePNG(to: url)
        }
        #expect(error?.place == url.path)
        #expect(error?.problem.contains("No such file or directory") == true)
    }

    @Test("a write that fails at the end leaves nothing behind")
    func failedRename() throws {
        let folder = try TemporaryFolder()
        // A file cannot be renamed onto a folder: the failure comes after all bytes are written.
        try folder.write(Data(), to: "a.png/inside")
        #expect(throws: ImageError.self) {
            try Image(width: 1, height: 1).writePNG(to: folder.url.appendingPathComponent("a.png"))
        }
        #expect(try folder.names() == ["a.png"])
    }
}
