import CPNGWriter
import Foundation

/// An RGB image of eight bits a channel, of which each pixel says how opaque it is.
public struct TransparentImage: RasterImage, Equatable {
    /// It has a fourth channel.
    public static let hasAlpha = true

    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Red, green, blue and opacity of each pixel, row-major, top row first, `[height · width · 4]`; colours are
    /// not multiplied by the opacity.
    public let pixels: [UInt8]

    /// An image with the given pixels.
    ///
    /// - Parameters:
    ///   - width: Pixels in a row, at least 1.
    ///   - height: Rows, at least 1.
    ///   - pixels: Red, green, blue and opacity of each pixel, row-major, top row first; exactly
    ///     `width · height · 4` values.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(
            width > 0 && height > 0 && pixels.count == 4 * width * height,
            "\(pixels.count) values cannot be an RGBA image of \(width) x \(height) pixels")
        (self.width, self.height, self.pixels) = (width, height, pixels)
    }

    /// The image as a PNG file.
    ///
    /// - Returns: The whole file; decoding it gives the same pixels.
    /// - Throws: `ImageError` where memory runs out or PNG cannot hold the size.
    public func pngData() throws(ImageError) -> Data {
        try PNGEncoder.encode(pixels, CPW_RGBA8, width: width, height: height)
    }
}
