import Foundation

/// Rows of pixels, eight bits a channel.
public protocol RasterImage: Sendable {
    /// Whether there is a fourth channel after red, green and blue: how opaque a pixel is.
    static var hasAlpha: Bool { get }
    /// Pixels in a row.
    var width: Int { get }
    /// Rows.
    var height: Int { get }
    /// The channels of each pixel, row-major, top row first, `[height · width · channels]`.
    var pixels: [UInt8] { get }

    /// The image as a PNG file.
    ///
    /// - Returns: The whole file; decoding it gives the same pixels.
    /// - Throws: `ImageError` where memory runs out or PNG cannot hold the size.
    func pngData() throws(ImageError) -> Data
}

extension RasterImage {
    /// Writes the image as a PNG file, whole or not at all.
    ///
    /// The file appears under its name when it is complete; an earlier one stays until then.
    ///
    /// - Parameter url: The file.
    /// - Throws: `ImageError` where the folder is missing or closed, or the disk is full.
    public func writePNG(to url: URL) throws(ImageError) {
        try PictureFile.write(try pngData(), to: url)
    }
}
