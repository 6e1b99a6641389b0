import Foundation
import ImageFiles

extension Image {
    /// Decodes a file of any format that is read, whatever its name says; see ``ImageDecoder``.
    ///
    /// - Parameters:
    ///   - data: The whole file.
    ///   - name: What errors call it.
    /// - Returns: The image, upright and in sRGB.
    /// - Throws: `ImageError` as ``ImageDecoder`` does.
    public static func decode(_ data: Data, name: String) throws(ImageError) -> Image {
        try ImageDecoder().image(data, name: name).image
    }
}
