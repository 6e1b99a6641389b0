import CIPS3DModel

/// What picture of a head is wanted.
public struct PictureRequest: Sendable, Equatable {
    /// The longest side of a picture, in pixels.
    public static let longestSide = 16_384
    /// The most samples on a ray.
    public static let mostSamples = 1_024

    /// From where.
    public var camera: Camera
    /// Pixels on a side of the whole picture.
    public var size: Int
    /// The part of the picture that is wanted; nil is all of it.
    public var part: PixelRectangle?
    /// Places on each ray where the field is evaluated: fewer are faster, more are finer; nil is as in training.
    public var samplesPerRay: Int?
    /// Where along the rays these places are.
    public var placement: SamplePlacement

    /// A whole picture.
    ///
    /// - Parameters:
    ///   - camera: From where.
    ///   - size: Pixels on a side, from 1 to ``longestSide``.
    ///   - part: The part of the picture that is wanted; nil is all of it.
    ///   - samplesPerRay: Places on each ray where the field is evaluated, from 2 to ``mostSamples``; nil is as in
    ///     training.
    ///   - placement: Where along the rays these places are.
    public init(
        from camera: Camera, size: Int, part: PixelRectangle? = nil, samplesPerRay: Int? = nil,
        placement: SamplePlacement = .deterministic
    ) {
        (self.camera, self.size, self.part) = (camera, size, part)
        (self.samplesPerRay, self.placement) = (samplesPerRay, placement)
    }

    /// What is rendered of the picture.
    public var rectangle: PixelRectangle {
        part ?? PixelRectangle(x: 0, y: 0, width: size, height: size)
    }

    /// Refuses what cannot be rendered.
    ///
    /// - Throws: ``HeadError``.
    package func check() throws(HeadError) {
        guard (1...Self.longestSide).contains(size) else { throw .size(size) }
        if let part, !part.isInside(width: size, height: size) { throw .part(part, size: size) }
        if let samplesPerRay, !(2...Self.mostSamples).contains(samplesPerRay) {
            throw .samples(samplesPerRay)
        }
    }
}

/// Some rows and columns of a picture.
public struct PixelRectangle: Sendable, Equatable {
    /// The first column, from the left.
    public var x: Int
    /// The first row, from the top.
    public var y: Int
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int

    /// Given rows and columns.
    ///
    /// - Parameters:
    ///   - x: The first column, from the left.
    ///   - y: The first row, from the top.
    ///   - width: Columns, at least 1.
    ///   - height: Rows, at least 1.
    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// How many pixels it has.
    public var count: Int { width * height }

    /// Whether it is a part of a picture, and not empty.
    func isInside(width: Int, height: Int) -> Bool {
        x >= 0 && y >= 0 && self.width > 0 && self.height > 0 && self.width <= width - x
            && self.height <= height - y
    }

    /// Its pixels in a picture, counted row by row; nil where it is the whole picture.
    ///
    /// - Parameter size: Pixels on a side of the picture.
    /// - Returns: The indices, row by row of the rectangle.
    package func pixels(size: Int) -> [Int]? {
        guard self != PixelRectangle(x: 0, y: 0, width: size, height: size) else { return nil }
        return (y..<y + height).flatMap { row in (x..<x + width).map { row * size + $0 } }
    }
}

/// Where along the rays of a picture the field is evaluated.
public enum SamplePlacement: Sendable, Equatable {
    /// Always in the same places, so that the frames of a video do not flicker.
    case deterministic
    /// In random places as in training; a seed gives the same places again.
    case jittered(seed: UInt64)
}
