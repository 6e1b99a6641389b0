/// Sixty-four bits that hardly change when an image is encoded anew, resized or brightened.
///
/// The thumbnail is averaged to nine columns and eight rows; a bit says whether a value is larger
/// than its left neighbour, row by row, the first pair in the highest bit.
///
/// Source: Neal Krawetz, “Kind of Like That”, 2013 (dHash).
public struct DifferenceHash: Sendable, Hashable {
    /// The bits.
    public let bits: UInt64

    /// A hash of given bits.
    ///
    /// - Parameter bits: Any.
    public init(bits: UInt64) { self.bits = bits }

    /// The hash of an image.
    ///
    /// - Parameter thumbnail: The image's.
    public init(of thumbnail: GreyThumbnail) {
        let side = GreyThumbnail.side
        let rows = (0..<side).map { row in
            Self.across(thumbnail.values[row * side..<(row + 1) * side].map(Double.init))
        }
        bits = Self.down.columns(of: rows).reduce(0) { bits, row in
            zip(row, row.dropFirst()).reduce(bits) { $0 << 1 | ($1.0 < $1.1 ? 1 : 0) }
        }
    }

    /// In how many bits two hashes differ.
    ///
    /// - Parameter other: Another hash.
    /// - Returns: From 0 to 64.
    public func distance(to other: DifferenceHash) -> Int {
        (bits ^ other.bits).nonzeroBitCount
    }

    private static let across = AreaAverage(from: GreyThumbnail.side, to: 9)
    private static let down = AreaAverage(from: GreyThumbnail.side, to: 8)
}
