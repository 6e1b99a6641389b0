import CIPS3DModel

/// A picture of a head, or a part of one: its colours, how opaque the head is, and how far away.
public struct HeadPicture: Sendable, Equatable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// From where it was rendered.
    public let camera: Camera
    package private(set) var pixels: RenderedPixels
    private var done = 0

    /// A picture of which nothing is rendered yet.
    init(_ request: PictureRequest) {
        let part = request.rectangle
        (width, height, camera) = (part.width, part.height, request.camera)
        pixels = RenderedPixels(blank: part.count)
    }

    /// RGB in [-1, 1], row by row from the top left, `[height · width · 3]`.
    public var color: [Float] { pixels.color }
    /// RGB in [-1, 1] as read straight off the NeRF's features, before the per-pixel network has painted,
    /// `[height · width · 3]`.
    public var auxiliary: [Float] { pixels.auxiliary }
    /// How far the head is from the camera, in scene units, `[height · width]`: the mean over a ray of the
    /// places that stop it; what it does not stop lies at `camera.far`.
    public var depth: [Float] { pixels.depth }
    /// The part of each ray that the head stops, in [0, 1], `[height · width]`; the rest sees what is behind.
    public var opacity: [Float] { pixels.opacity }

    /// The share of the pixels that are there.
    var share: Double { Double(done) / Double(width * height) }

    /// Puts a tile into its place.
    mutating func place(_ tile: RenderedPixels) {
        pixels.place(tile.withRestAt(camera.far))
        done += tile.pixels.count
    }
}

extension HeadPicture {
    /// The picture with what is behind the head in eight bits a channel: red, green and blue of each pixel, row
    /// by row from the top left, `[height · width · 3]`.
    public var rgb: [UInt8] { pixels.colorBytes }

    /// The head alone, what is behind it being transparent: red, green, blue, not multiplied by the opacity, and
    /// opacity, `[height · width · 4]`.
    public var rgba: [UInt8] { pixels.transparentBytes }

    /// What the NeRF alone paints, `[height · width · 3]`.
    public var auxiliaryRGB: [UInt8] { pixels.auxiliaryBytes }

    /// Depths to look at, `[height · width · 3]`: white at the near end of the rays, black at the far one.
    public var depthRGB: [UInt8] { pixels.depthBytes(from: camera) }

    /// The picture in four bytes a pixel with room between rows, as screens and frameworks for images take it.
    ///
    /// - Parameters:
    ///   - bytesPerRow: From one row to the next, at least `4 · width`.
    ///   - isTransparent: Whether the fourth byte is the head's opacity; otherwise it is 255.
    /// - Returns: Red, green, blue, not multiplied by the opacity, and opacity, row by row from the top left;
    ///   bytes between rows are 0.
    public func rgba(bytesPerRow: Int, isTransparent: Bool) -> [UInt8] {
        precondition(bytesPerRow >= 4 * width, "rows of \(width) pixels in \(bytesPerRow) bytes")
        let tight = rgba
        var bytes = [UInt8](repeating: 0, count: bytesPerRow * height)
        for row in 0..<height {
            for column in 0..<width {
                let (from, to) = (4 * (row * width + column), row * bytesPerRow + 4 * column)
                for channel in 0..<4 { bytes[to + channel] = tight[from + channel] }
                if !isTransparent { bytes[to + 3] = 255 }
            }
        }
        return bytes
    }
}
