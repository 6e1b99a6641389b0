/// The middle square of an image as 16 x 16 grey values: enough to tell copies from look-alikes.
public struct GreyThumbnail: Sendable, Equatable {
    /// Values on a side.
    public static let side = 16

    /// Grey from 0 to 255, row by row from the top left.
    public let values: [UInt8]

    /// A thumbnail of given values.
    ///
    /// - Parameter values: `side · side` of them.
    public init(values: [UInt8]) {
        precondition(
            values.count == Self.side * Self.side, "\(values.count) values are no thumbnail")
        self.values = values
    }

    /// Whether there is next to nothing to see: then any two would look like copies.
    ///
    /// Below a deviation of 2 the rounding to whole values is a good part of what is left.
    package var isFlat: Bool { squaredDeviation < 4 * values.count }

    /// How alike two images are, whatever their brightness and contrast.
    ///
    ///     Σ (a - mean a) · (b - mean b) / √(Σ (a - mean a)² · Σ (b - mean b)²)
    ///
    /// - Parameter other: Another thumbnail.
    /// - Returns: Pearson's correlation: 1 for the same up to gain and offset, 0 where one of them
    ///   has a single value everywhere.
    public func correlation(with other: GreyThumbnail) -> Double {
        var products = 0
        for (a, b) in zip(values, other.values) { products += Int(a) * Int(b) }
        let covariance = Double(values.count * products - sum * other.sum)
        let norm = Double(scaledVariance).squareRoot() * Double(other.scaledVariance).squareRoot()
        return norm > 0 ? covariance / norm : 0
    }

    private var sum: Int { values.reduce(0) { $0 + Int($1) } }

    /// Σ (a - mean)², times the count: in integers, since it is compared with 0.
    private var scaledVariance: Int {
        values.count * values.reduce(0) { $0 + Int($1) * Int($1) } - sum * sum
    }

    private var squaredDeviation: Int { scaledVariance / values.count }
}
