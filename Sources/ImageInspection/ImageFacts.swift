import Foundation
import ImageFiles
import ImageReading

/// What is kept of one image: some hundred bytes, so that a million of them fit in memory.
public struct ImageFacts: Sendable {
    /// The image's path below the folder or in the archive.
    public let name: String
    /// What the file is by its content.
    public let format: ImageFormat
    /// What was done to read it.
    public let notes: Set<DecodedImage.Note>
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

    /// Looks at an image.
    ///
    /// - Parameters:
    ///   - decoded: The image.
    ///   - data: Its whole file.
    ///   - name: The image's path below the folder or in the archive.
    public init(_ decoded: DecodedImage, data: Data, name: String) {
        let scan = SquareScan(decoded.image)
        self.name = name
        (format, notes) = (decoded.format, decoded.notes)
        byteCount = data.count
        size = PixelSize(width: decoded.fullWidth, height: decoded.fullHeight)
        digest = ContentDigest(of: data)
        (brightness, contrast) = (scan.brightness, scan.contrast)
        (isGrey, thumbnail) = (scan.isGrey, scan.thumbnail)
    }
}
