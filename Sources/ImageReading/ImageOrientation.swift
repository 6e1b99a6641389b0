import ImageFiles

/// How a camera was held: what to do to the stored pixels to see them upright.
///
/// Source: Exif 2.32 (CIPA DC-008), tag 0x0112.
enum ImageOrientation: Int {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case flipped = 4
    case transposed = 5
    case quarterTurnRight = 6
    case transversed = 7
    case quarterTurnLeft = 8

    /// Whether width and height change places.
    var isTurned: Bool { rawValue >= 5 }
}

extension Image {
    /// The image turned upright.
    func oriented(by orientation: ImageOrientation) -> Image {
        let (right, bottom) = (width - 1, height - 1)
        return switch orientation {
        case .upright: self
        case .mirrored: mirrored()
        case .upsideDown: rearranged(width: width, height: height) { (right - $0, bottom - $1) }
        case .flipped: rearranged(width: width, height: height) { ($0, bottom - $1) }
        case .transposed: rearranged(width: height, height: width) { ($1, $0) }
        case .quarterTurnRight: rearranged(width: height, height: width) { ($1, bottom - $0) }
        case .transversed: rearranged(width: height, height: width) { (right - $1, bottom - $0) }
        case .quarterTurnLeft: rearranged(width: height, height: width) { (right - $1, $0) }
        }
    }
}
