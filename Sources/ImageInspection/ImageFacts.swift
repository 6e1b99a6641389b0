import Foundation
import ImageFiles

/// What is kept of one image: some hundred bytes, so that a million of them fit in memory.
public struct ImageFacts: Sendable {
    /// The image's path below the folder or in the archive.
    public let name: String
    /// What the file is by its content.
    public let format: ImageFormat
    /// Bytes of the file.
    public let byteCount: Int
    /// Pixels, upright.
    public let size: PixelSize
    /// Of the file.
    public let digest: ContentDigest
    /// Mean grey of the middle square, from 0 to 255.
    public let brightness: Double
    /// Standard deviation of grey in the middle square.
    public let contrast: Double
    /// Whether the middle square has no colour.
    public let isGrey: Bool
    /// The middle square, small.
    public let thumbnail: GreyThumbnail

    /// Decodes an image and looks at it.
    ///
    /// - Parameters:
    ///   - data: The whole file.
    ///   - name: The image's path below the folder or in the archive.
    /// - Throws: `ImageError` where it cannot be decoded.
    public init(of data: Data, name: String) throws(ImageError) {
        let image = try Image.decode(data, name: name)
        guard let format = ImageFormat(startOf: data) else {
            preconditionFailure("\(name): decoded, and of no format")
        }
        let scan = SquareScan(image)
        self.name = name
        self.format = format
        byteCount = data.count
        size = PixelSize(width: image.width, height: image.height)
        digest = ContentDigest(of: data)
        (brightness, contrast) = (scan.brightness, scan.contrast)
        (isGrey, thumbnail) = (scan.isGrey, scan.thumbnail)
    }
}
