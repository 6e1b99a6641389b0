import CPNGWriter
import Foundation

extension GrayImage16 {
    /// The image as a grey PNG file of 16 bits a pixel.
    ///
    /// - Returns: The whole file; decoding it gives the same pixels.
    /// - Throws: `ImageError` where memory runs out or PNG cannot hold the size.
    public func pngData() throws(ImageError) -> Data {
        try PNGEncoder.encode(pixels, CPW_GRAY16, width: width, height: height)
    }

    /// Writes the image as a grey PNG file of 16 bits a pixel, whole or not at all.
    ///
    /// The file appears under its name when it is complete; an earlier one stays until then.
    ///
    /// - Parameter url: The file.
    /// - Throws: `ImageError` where the folder is missing or closed, or the disk is full.
    public func writePNG(to url: URL) throws(ImageError) {
        try PictureFile.write(try pngData(), to: url)
    }
}
