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
        meanOverPairs(pictures) { $0.meanDifference(from: $1) / 2 }
    }

    /// Photographs that are compared, where there are so many: 2,016 pairs.
    static let photographs = 64

    /// The same of photographs, at the size at which heads are compared.
    ///
    /// - Parameter source: At least two photographs; where there are many, some are taken, evenly
    ///   spread.
    /// - Returns: In [0, 1].
    /// - Throws: `ImageError` where one cannot be read.
    public static func of(photographsIn source: PhotographSource) throws -> Double {
        let looked = try PhotographSource(
            source.collection, size: HeadMeasurement.usualSize, limit: photographs,
            replacesUnreadable: true)
        let images = try (0..<looked.count).map(looked.image)
        return meanOverPairs(images) { a, b in
            let sum = zip(a.pixels, b.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            return Double(sum) / Double(255 * a.pixels.count)
        }
    }

    private static func meanOverPairs<Picture>(
        _ pictures: [Picture], _ difference: (Picture, Picture) -> Double
    ) -> Double {
        precondition(pictures.count >= 2, "\(pictures.count) pictures: at least two can differ")
        var (sum, pairs) = (0.0, 0)
        for (index, picture) in pictures.enumerated() {
            for other in pictures[..<index] {
                sum += difference(picture, other)
                pairs += 1
            }
        }
        return sum / Double(pairs)
    }
}
