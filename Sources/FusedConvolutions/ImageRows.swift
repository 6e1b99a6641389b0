import CKernels
import InnerLoops

/// Images in memory with their channels side by side, `[images][pixels][row]`.
///
/// Points into memory that somebody else keeps.
///
/// Not checked by the compiler: threads keep to their own images.
package struct ImageRows: @unchecked Sendable {
    /// The first channel of the first pixel; a multiple of 64 bytes.
    package let start: UnsafeMutablePointer<Float>
    /// Numbers from a pixel to the next.
    package let row: Int
    /// Pixels of an image.
    package let pixels: Int

    /// What pixels with so many channels take.
    package static func row(_ channels: Int) -> Int { (channels + 15) / 16 * 16 }

    /// Numbers of channels, with zeros up to what a pixel takes.
    static func padded(_ values: [Float]) -> [Float] {
        values + [Float](repeating: 0, count: row(values.count) - values.count)
    }

    package init(_ start: UnsafeMutablePointer<Float>, channels: Int, pixels: Int) {
        (self.start, self.pixels) = (start, pixels)
        row = Self.row(channels)
    }

    /// From one of the images on.
    func from(_ image: Int) -> ImageRows {
        ImageRows(start + image * row * pixels, channels: row, pixels: pixels)
    }

    /// Takes the numbers of as many images of the same size.
    func copy(_ other: ImageRows, images: Int) {
        start.update(from: other.start, count: images * pixels * row)
    }

    /// Adds the numbers of as many images of the same size.
    func add(_ other: ImageRows, images: Int) {
        for i in 0..<images * pixels * row { start[i] += other.start[i] }
    }

    var kernels: ck_images { ck_images(first: start, row: row, image: row * pixels) }
}

/// A bit for each number of images: where slopes pass.
package struct ImageBits {
    private let start: UnsafeMutablePointer<UInt8>
    private let row: Int
    private let pixels: Int

    /// Bytes of an image.
    static func bytes(channels: Int, pixels: Int) -> Int { ImageRows.row(channels) / 8 * pixels }

    init(_ start: UnsafeMutablePointer<UInt8>, channels: Int, pixels: Int) {
        (self.start, self.pixels) = (start, pixels)
        row = ImageRows.row(channels) / 8
    }

    /// From one of the images on.
    func from(_ image: Int) -> ImageBits {
        ImageBits(start + image * row * pixels, channels: row * 8, pixels: pixels)
    }

    var kernels: ck_bits { ck_bits(first: start, row: row, image: row * pixels) }
}
