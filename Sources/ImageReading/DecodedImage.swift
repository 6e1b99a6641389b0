import ImageFiles

/// An image as its file brought it, and what was done on the way.
public struct DecodedImage: Sendable, Equatable {
    /// What was done, or could not be.
    public enum Note: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
        /// Turned upright, as Exif, XMP or TIFF say.
        case turned
        /// Its colours were converted to sRGB by its profile.
        case converted
        /// It has a profile that is damaged or of another kind of picture; its colours stand as they are.
        case profileIgnored
        /// The file ends early, after the last pixel.
        case endMissing
        /// The first of several frames or pages.
        case firstOfSeveral
        /// Decoded at a fraction of its size, which takes more memory than there may be.
        case reduced
    }

    /// Upright, in sRGB, over white where it was transparent.
    public let image: Image
    /// What the file is by its content.
    public let format: ImageFormat
    /// Pixels in a row of the whole picture, upright.
    public let fullWidth: Int
    /// Rows of the whole picture, upright.
    public let fullHeight: Int
    /// What was done.
    public let notes: Set<Note>
}

extension Image {
    /// The image as training and measures see it: the middle square, resized.
    ///
    /// - Parameter side: Pixels on a side.
    /// - Returns: An image of `side` x `side`; see `centerSquare()` and `resized(to:)`.
    public func square(_ side: Int) -> Image { centerSquare().resized(to: side) }
}
