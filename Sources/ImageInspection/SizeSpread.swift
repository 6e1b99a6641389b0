/// The sizes of a collection's images, in the order of their shorter sides.
public struct SizeSpread: Sendable, Codable, Equatable {
    /// The smallest.
    public let smallest: PixelSize
    /// The one in the middle.
    public let median: PixelSize
    /// The largest.
    public let largest: PixelSize
    /// The one that most images have; the larger of two.
    public let mostCommon: PixelSize
    /// How many have it.
    public let mostCommonCount: Int
    /// Nineteen of twenty images have at least so many pixels on their shorter side.
    public let usualShorterSide: Int
    /// How many would be cut to their middle square.
    public let notSquare: Int
    /// The images whose shorter side is less than the training size, by name.
    public let smallerThanTraining: [String]

    /// The sizes of images; nil where there are none.
    init?(of images: [ImageFacts], trainingSize: Int) {
        let sorted = images.map(\.size).sorted()
        guard let smallest = sorted.first, let largest = sorted.last,
            let median = sorted.quantile(0.5), let usual = sorted.quantile(0.05)
        else { return nil }
        let counts = sorted.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let common = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
        (self.smallest, self.median, self.largest) = (smallest, median, largest)
        (mostCommon, mostCommonCount) = (common?.key ?? median, common?.value ?? 0)
        usualShorterSide = usual.shorterSide
        notSquare = sorted.count { $0.width != $0.height }
        smallerThanTraining = images.filter { $0.size.shorterSide < trainingSize }.map(\.name)
            .sorted()
    }
}
