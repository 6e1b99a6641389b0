import Foundation

/// A picture for TensorBoard.
public struct EventImage: Equatable, Sendable {
    /// The picture as a PNG file, which TensorBoard passes on to the browser as it is.
    public let png: Data
    /// The width in pixels.
    public let width: Int
    /// The height in pixels.
    public let height: Int

    /// A picture of known size.
    ///
    /// - Parameters:
    ///   - png: The picture as a PNG file.
    ///   - width: Its width in pixels.
    ///   - height: Its height in pixels.
    public init(png: Data, width: Int, height: Int) {
        self.png = png
        self.width = width
        self.height = height
    }
}
