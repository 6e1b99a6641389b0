import CImageCodecs
import Foundation

extension GrayImage16 {
    /// The image as a grey PNG file of 16 bits a pixel.
    ///
    /// - Returns: The whole file; decoding it gives the same pixels.
    /// - Throws: `ImageError` where memory runs out or PNG cannot hold the size.
    public func pngData() throws(ImageError) -> Data {
        try Codec.png(pixels, CIC_GRAY16, width: width, height: height)
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

    /// Decodes a grey PNG file of 16 bits a pixel.
    ///
    /// - Parameters:
    ///   - data: The whole file.
    ///   - name: What errors call it.
    /// - Returns: The image.
    /// - Throws: `ImageError` for any other kind of file and for one that is cut short or corrupt.
    public static func decode(_ data: Data, name: String) throws(ImageError) -> GrayImage16 {
        let picture = try Codec.decode(
            data, name: name, kind: "PNG", with: cic_png_decode_gray16)
        let pixels = picture.bytes.withUnsafeBytes { bytes in
            (0..<picture.width * picture.height).map {
                bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self)
            }
        }
        return GrayImage16(width: picture.width, height: picture.height, pixels: pixels)
    }
}
