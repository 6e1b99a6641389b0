/// Whether heads differ, or are one and the same.
public enum Diversity {
    /// The mean difference between frontal views of two heads.
    ///
    ///     mean over pairs of heads, pixels and channels of |I_h - I_g| / 2
    ///
    /// In [0, 1] of the colours' whole range. 0 is a generator that has collapsed. Good heads
    /// differ about as much as photographs of different people do.
    ///
    /// - Parameter pictures: From the front, of at least two heads.
    /// - Returns: In [0, 1].
    public static func of(_ pictures: [SurfacePicture]) -> Double {
        precondition(pictures.count >= 2, "\(pictures.count) heads: at least two can differ")
        var (sum, pairs) = (0.0, 0)
        for (index, picture) in pictures.enumerated() {
            for other in pictures[..<index] {
                sum += picture.meanDifference(from: other) / 2
                pairs += 1
            }
        }
        return sum / Double(pairs)
    }
}
