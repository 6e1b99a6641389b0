/// A grey image of sixteen bits a pixel, such as a depth map.
public struct GrayImage16: Sendable, Equatable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// One value a pixel, row-major, top row first, `[height · width]`.
    public var pixels: [UInt16] {
        didSet { Self.check(pixels.count, width, height) }
    }

    /// An image with the given pixels.
    ///
    /// - Parameters:
    ///   - width: Pixels in a row, at least 1.
    ///   - height: Rows, at least 1.
    ///   - pixels: One value a pixel, row-major, top row first; exactly `width · height` values.
    public init(width: Int, height: Int, pixels: [UInt16]) {
        Self.check(pixels.count, width, height)
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    private static func check(_ count: Int, _ width: Int, _ height: Int) {
        precondition(
            width > 0 && height > 0 && count == width * height,
            "\(count) values cannot be a grey image of \(width) x \(height) pixels")
    }
}
