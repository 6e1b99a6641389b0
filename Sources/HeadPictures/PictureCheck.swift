/// Looks at the pixels of a picture, run by run, whether they can be shown.
///
/// A dark picture can: its pixels are black because the networks say so. What cannot be shown is a
/// picture with numbers that are infinite or NaN, one whose rays meet no head, and one whose pixels
/// are all alike without being black, white or another end of the scale.
package struct PictureCheck: Sendable {
    /// What is to be seen.
    package enum Verdict: Sendable, Equatable {
        /// A picture.
        case showable
        /// Infinite numbers or NaN, of which this is the first pixel.
        case notFinite(pixel: Int)
        /// No ray meets a density.
        case noHead
        /// All pixels have the same numbers.
        case oneColor

        /// What is wrong; nil for a picture that can be shown.
        package var fault: PictureFault.Kind? {
            switch self {
            case .showable: nil
            case .notFinite: .notANumber
            case .noHead: .noHead
            case .oneColor: .oneColor
            }
        }
    }

    /// Less than eight bits can tell from nothing.
    private static let faintest: Float = 1 / 512
    /// Fewer pixels may be alike, or corners that the head does not reach.
    private static let fewestPixels = 9

    private var count = 0
    private var firstNotFinite: Int?
    private var largestOpacity: Float = 0
    private var firstColor: SIMD3<Float>?
    private var isOneColor = true

    private let isWhole: Bool

    /// Nothing is looked at yet.
    ///
    /// - Parameter isWhole: Whether it will be a whole picture; a part of one may show nothing.
    package init(isWhole: Bool = true) { self.isWhole = isWhole }

    /// Looks at some pixels.
    ///
    /// - Parameter run: Each pixel of the picture comes in one run, in any order.
    package mutating func look(at run: RenderedPixels) {
        count += run.pixels.count
        if let index = Self.firstNotFinite(in: run) {
            let pixel = run.pixels.lowerBound + index
            firstNotFinite = min(pixel, firstNotFinite ?? pixel)
        }
        largestOpacity = run.opacity.reduce(largestOpacity) { max($0, $1) }
        guard isOneColor, !run.pixels.isEmpty else { return }
        let color = { (pixel: Int) in
            SIMD3(run.color[3 * pixel], run.color[3 * pixel + 1], run.color[3 * pixel + 2])
        }
        let first = firstColor ?? color(0)
        firstColor = first
        isOneColor = run.opacity.indices.allSatisfy { color($0) == first }
    }

    /// What all pixels together show.
    package var verdict: Verdict {
        if let firstNotFinite { return .notFinite(pixel: firstNotFinite) }
        guard isWhole, count >= Self.fewestPixels else { return .showable }
        if largestOpacity < Self.faintest { return .noHead }
        return isOneColor && !isAtAnEnd ? .oneColor : .showable
    }

    /// Whether the one colour is where tanh leads whatever is far out: a dark picture and its like.
    private var isAtAnEnd: Bool {
        guard let firstColor else { return true }
        // What eight bits show as such: tanh comes near its ends long before it is there.
        return (0..<3).allSatisfy { abs(firstColor[$0]) >= 1 - 1 / 256 }
    }

    private static func firstNotFinite(in run: RenderedPixels) -> Int? {
        let places = [(run.color, 3), (run.auxiliary, 3), (run.depth, 1), (run.opacity, 1)]
            .compactMap { numbers, channels in
                numbers.firstIndex { !$0.isFinite }.map { $0 / channels }
            }
        return places.min()
    }
}
