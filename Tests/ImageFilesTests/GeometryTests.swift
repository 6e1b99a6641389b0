import Foundation
import ImageFiles
import Testing

@Suite("Resizing, cropping, mirroring, laying out")
struct GeometryTests {
    @Test(
        "resizing gives Pillow's pixels",
        arguments: [(8, 8), (5, 7), (16, 5), (31, 20)])
    func likePillow(width: Int, height: Int) throws {
        let resized = try Fixture.image("resize-source.png").resized(width: width, height: height)
        let expected = try Fixture.expectation("resized-\(width)x\(height)").image
        // The numbers are Pillow's own; a last bit of the weights can come from another sin().
        #expect(try largestDifference(resized, expected) <= 1)
    }

    @Test("a constant image stays constant at any size", arguments: [1, 3, 16, 17, 64])
    func constant(side: Int) {
        for value: UInt8 in [0, 1, 127, 255] {
            let image = Image(
                width: 16, height: 9, pixels: [UInt8](repeating: value, count: 16 * 9 * 3))
            #expect(image.resized(to: side).pixels.allSatisfy { $0 == value })
        }
    }

    @Test("resizing to the own size changes nothing")
    func ownSize() {
        let image = noise(width: 13, height: 7, seed: 3)
        #expect(image.resized(width: 13, height: 7) == image)
    }

    @Test("resizing and mirroring can change places")
    func mirrorCommutes() {
        let image = noise(width: 24, height: 18, seed: 4)
        #expect(image.mirrored().resized(to: 7) == image.resized(to: 7).mirrored())
    }

    @Test("a pattern finer than the result averages out instead of aliasing")
    func antialiasing() {
        let stripes = Image(
            width: 64, height: 64,
            pixels: (0..<64 * 64).flatMap { [UInt8](repeating: $0 % 2 == 0 ? 0 : 255, count: 3) })
        // Away from the edge the stripes cancel up to the filter's leakage at their frequency.
        let reduced = stripes.resized(to: 16)
        for x in 3..<13 { #expect(abs(Int(reduced.pixels[3 * x]) - 128) <= 2) }
    }

    @Test("mirroring exchanges left and right, and twice gives the image back")
    func mirroring() {
        let image = Image(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6])
        #expect(image.mirrored().pixels == [4, 5, 6, 1, 2, 3])
        let other = noise(width: 5, height: 3, seed: 5)
        #expect(other.mirrored() != other)
        #expect(other.mirrored().mirrored() == other)
    }

    @Test("the centre square keeps the middle of the longer side")
    func centerSquare() {
        let wide = Image(width: 4, height: 1, pixels: (0..<12).map { UInt8($0) })
        #expect(wide.centerSquare() == Image(width: 1, height: 1, pixels: [3, 4, 5]))
        let tall = Image(width: 1, height: 3, pixels: (0..<9).map { UInt8($0) })
        #expect(tall.centerSquare() == Image(width: 1, height: 1, pixels: [3, 4, 5]))
        let square = noise(width: 3, height: 3, seed: 6)
        #expect(square.centerSquare() == square)
    }

    @Test("a grid puts each image in its cell and leaves gaps and spare cells black")
    func grid() {
        let images = (1...3).map { value in
            Image(width: 1, height: 1, pixels: [UInt8](repeating: UInt8(value), count: 3))
        }
        let sheet = ImageGrid(rows: 2, columns: 2, gap: 1).arranged(images)
        #expect(sheet.width == 3 && sheet.height == 3)
        #expect(
            stride(from: 0, to: 27, by: 3).map { sheet.pixels[$0] } == [1, 0, 2, 0, 0, 0, 3, 0, 0])
        let tight = ImageGrid(rows: 1, columns: 3).arranged(images)
        #expect(tight == Image(width: 3, height: 1, pixels: [1, 1, 1, 2, 2, 2, 3, 3, 3]))
    }
}
