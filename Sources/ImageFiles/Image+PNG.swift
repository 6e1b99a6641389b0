import CPNGWriter
import Foundation

extension Image: RasterImage {
    /// It has no fourth channel.
    public static let hasAlpha = false

    /// The image as a PNG file.
    ///
    /// - Returns: The whole file; decoding it gives the same pixels.
    /// - Throws: `ImageError` where memory runs out or PNG cannot hold the size.
    public func pngData() throws(ImageError) -> Data {
        try PNGEncoder.encode(pixels, CPW_RGB8, width: width, height: height)
    }
}
