/// What hangs in the scene and is no head: a wall at the far end, or density outside of it.
///
///     farWeight      = mean over rays of Σ w of the samples in the last tenth of [near, far]
///     outsideDensity = Σ density · delta outside of the head's range / Σ density · delta
///
/// over all rays of the frontal view. `delta` is the distance to the next sample; the last sample
/// has the spacing before it, not the endless one that compositing gives it. The head's range begins
/// at the 2nd percentile of the depths in the middle disc and ends as far behind the middle of the
/// scene as it begins before it, or at the 98th percentile where that is further; it is widened by
/// 5 % of far - near on either side.
///
/// Both are in [0, 1]. A head cut out of its background has a far weight of 0; where photographs
/// have backgrounds, it is the background's share of the picture when that is painted on the far
/// end. A head as deep as it is wide, solid or hollow, has an outside density of 0; walls behind it
/// and clouds before it raise it.
public struct Floaters: Sendable, Equatable {
    /// The part of [near, far] that is called far.
    public static let farPart = 0.1
    /// The quantiles of the middle disc's depths between which the head lies.
    public static let range = (lower: 0.02, upper: 0.98)
    /// How much the range is widened on either side, of far - near.
    public static let margin = 0.05

    /// Share of the weight at the far end, in [0, 1].
    public let farWeight: Double
    /// Share of the density outside of the head, in [0, 1]; 0 where there is no density at all,
    /// 1 where there is some and the middle shows no surface.
    public let outsideDensity: Double

    /// Looks for them.
    ///
    /// - Parameter view: From the front, at least two samples on a ray.
    public init(in view: HeadView) {
        precondition(view.samples >= 2, "\(view.samples) samples on a ray have no spacing")
        let camera = view.camera
        let span = camera.far - camera.near
        let farStart = Float(camera.far - Self.farPart * span)
        let head = Self.head(in: view, margin: Self.margin * span)

        var (farSum, insideSum, sum) = (0.0, 0.0, 0.0)
        for ray in 0..<view.size * view.size {
            let first = ray * view.samples
            let last = first + view.samples - 1
            for sample in first...last {
                let distance = view.distances[sample]
                if distance >= farStart { farSum += Double(view.weights[sample]) }
                let lower = min(sample, last - 1)
                let delta = view.distances[lower + 1] - view.distances[lower]
                let opticalDepth = Double(view.density[sample] * delta)
                sum += opticalDepth
                if head?.contains(distance) == true { insideSum += opticalDepth }
            }
        }
        farWeight = farSum / Double(view.size * view.size)
        outsideDensity = sum > 0 ? (sum - insideSum) / sum : 0
    }

    /// The range of the head's depths; nil where the middle shows no surface.
    private static func head(in view: HeadView, margin: Double) -> ClosedRange<Float>? {
        let depth = view.surfaceDepth()
        let depths = MiddleDisc.pixels(size: view.size).map { Double(depth[$0]) }
            .filter { !$0.isNaN }.sorted()
        guard !depths.isEmpty else { return nil }
        let nearest = Quantile.of(sorted: depths, at: range.lower)
        // Faces hide what is behind them: a head is taken to be as deep behind its middle.
        let back = 2 * view.camera.distance - nearest
        let farthest = max(Quantile.of(sorted: depths, at: range.upper), back)
        return Float(nearest - margin)...Float(farthest + margin)
    }
}
