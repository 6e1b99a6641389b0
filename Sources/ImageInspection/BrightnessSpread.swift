/// How bright a collection's images are: the mean grey of their middle squares, from 0 to 255.
public struct BrightnessSpread: Sendable, Codable, Equatable {
    /// An image's mean grey.
    public struct Extreme: Sendable, Codable, Equatable {
        /// The image.
        public let name: String
        /// From 0 to 255.
        public let brightness: Double
    }

    /// Below it an image is very dark: none of 13,233 news photographs of faces is (45 to 191).
    public static let veryDarkBelow = 40.0
    /// Above it an image is very bright.
    public static let veryBrightAbove = 215.0
    /// How many of the darkest and brightest are named.
    public static let extremeCount = 12

    /// A twentieth of the images is darker.
    public let percentile5: Double
    /// Half of the images are darker.
    public let median: Double
    /// A twentieth of the images is brighter.
    public let percentile95: Double
    /// The darkest images that are not blank, the very darkest first.
    public let darkest: [Extreme]
    /// The brightest images that are not blank, the very brightest first.
    public let brightest: [Extreme]
    /// Images below ``veryDarkBelow`` that are not blank, by name.
    public let veryDark: [String]
    /// Images above ``veryBrightAbove`` that are not blank, by name.
    public let veryBright: [String]

    /// The brightness of images; nil where there are none.
    init?(of images: [ImageFacts]) {
        let sorted = images.map(\.brightness).sorted()
        guard let low = sorted.quantile(0.05), let middle = sorted.quantile(0.5),
            let high = sorted.quantile(0.95)
        else { return nil }
        (percentile5, median, percentile95) = (low, middle, high)
        let visible = images.filter { !$0.isBlank }
            .sorted { ($0.brightness, $0.name) < ($1.brightness, $1.name) }
        let extreme = { (image: ImageFacts) in
            Extreme(name: image.name, brightness: image.brightness)
        }
        darkest = visible.prefix(Self.extremeCount).map(extreme)
        brightest = visible.suffix(Self.extremeCount).reversed().map(extreme)
        veryDark = visible.filter { $0.brightness < Self.veryDarkBelow }.map(\.name).sorted()
        veryBright = visible.filter { $0.brightness > Self.veryBrightAbove }.map(\.name).sorted()
    }
}
