import CIPS3DModel
import HeadPictures
import ImageFiles

/// What of a head's pixels is painted.
enum Painting: Sendable {
    /// What the per-pixel network paints, and what is behind the head.
    case color
    /// What the NeRF alone paints.
    case auxiliary
    /// How far away it is: white is near.
    case depth
    /// The head alone: what is behind it is transparent.
    case transparent

    /// Samples of a pixel.
    var channels: Int { self == .transparent ? 4 : 3 }

    /// The samples of some pixels.
    ///
    /// - Parameters:
    ///   - pixels: The pixels.
    ///   - camera: From where they were rendered.
    /// - Returns: `[count · channels]`.
    func bytes(of pixels: RenderedPixels, from camera: Camera) -> [UInt8] {
        switch self {
        case .color: pixels.colorBytes
        case .auxiliary: pixels.auxiliaryBytes
        case .depth: pixels.depthBytes(from: camera)
        case .transparent: pixels.transparentBytes
        }
    }

    /// A sheet as an image that can be written.
    func image(_ sheet: PictureSheet<UInt8>) -> any RasterImage {
        self == .transparent
            ? TransparentImage(width: sheet.width, height: sheet.height, pixels: sheet.samples)
            : Image(width: sheet.width, height: sheet.height, pixels: sheet.samples)
    }
}
