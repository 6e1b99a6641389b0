/// Width and height of an image.
public struct PixelSize: Sendable, Codable, Hashable, Comparable, CustomStringConvertible {
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int

    /// A size.
    ///
    /// - Parameters:
    ///   - width: Pixels in a row.
    ///   - height: Rows.
    public init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
    }

    /// The side of the middle square.
    public var shorterSide: Int { min(width, height) }

    /// Such as `92 x 112`.
    public var description: String { "\(width) x \(height)" }

    /// By the shorter side, which training sees, then by the longer one.
    public static func < (left: PixelSize, right: PixelSize) -> Bool { left.key < right.key }

    private var key: (Int, Int, Int) { (shorterSide, max(width, height), width) }
}
