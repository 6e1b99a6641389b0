/// An RGB image of eight bits a channel.
public struct Image: Sendable, Equatable {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Red, green and blue of each pixel, row-major, top row first, `[height · width · 3]`.
    public var pixels: [UInt8] {
        didSet { Self.check(pixels.count, width, height) }
    }

    /// An image with the given pixels.
    ///
    /// - Parameters:
    ///   - width: Pixels in a row, at least 1.
    ///   - height: Rows, at least 1.
    ///   - pixels: Red, green and blue of each pixel, row-major, top row first;
    ///     exactly `width · height · 3` values.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        Self.check(pixels.count, width, height)
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// A black image.
    ///
    /// - Parameters:
    ///   - width: Pixels in a row, at least 1.
    ///   - height: Rows, at least 1.
    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "an image of \(width) x \(height) pixels")
        self.init(
            width: width, height: height, pixels: [UInt8](repeating: 0, count: 3 * width * height))
    }

    private static func check(_ count: Int, _ width: Int, _ height: Int) {
        precondition(
            width > 0 && height > 0 && count == 3 * width * height,
            "\(count) values cannot be an RGB image of \(width) x \(height) pixels")
    }
}
