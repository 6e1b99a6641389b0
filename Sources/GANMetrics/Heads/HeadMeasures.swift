/// Whether generated heads are truly three-dimensional, in numbers.
///
/// Every number is computed from pictures and fields alone, without photographs. `Docs/metrics.md`
/// says what good ones look like.
public struct HeadMeasures: Codable, Sendable, Equatable {
    /// Heads that were looked at.
    public var heads: Int
    /// Mean difference of a point's colour between two views of it, in [0, 1] of the whole range.
    public var viewError: Double
    /// Share of a view's points that the other view sees too, in [0, 1].
    public var viewOverlap: Double
    /// Spread of depth about the plane fitted to it, by the spread across; 0 is a picture.
    public var relief: Double
    /// How much nearer the middle of a face is than its rim, by its radius.
    ///
    /// Negative is a hollow mask; nil what earlier versions wrote.
    public var prominence: Double?
    /// Difference between a view and the mirrored opposite one, by that between two heads; 0 is a
    /// head that is its own mirror image.
    public var mirrorDifference: Double
    /// Change as the camera crosses the middle, by the change beside it; 1 is a smooth turn.
    public var crossingJump: Double
    /// Share of the weight in the last tenth of the rays, in [0, 1].
    public var farWeight: Double
    /// Share of the density outside of the head's range of depths, in [0, 1].
    public var outsideDensity: Double
    /// Mean difference between frontal views of two heads, in [0, 1] of the whole range.
    public var diversity: Double
    /// The same of photographs; nil where there were none to look at.
    public var photographDiversity: Double?

    /// Diversity, by that of photographs, near which good heads are; nil without photographs.
    public var relativeDiversity: Double? {
        photographDiversity.flatMap { $0 > 0 ? diversity / $0 : nil }
    }

    /// Given numbers.
    ///
    /// - Parameters:
    ///   - heads: Heads that were looked at.
    ///   - viewError: Difference of a point's colour between two views.
    ///   - viewOverlap: Share of points that both views see.
    ///   - relief: Spread of depth about a plane.
    ///   - prominence: How much nearer the middle is than the rim.
    ///   - mirrorDifference: Difference to the mirrored opposite view.
    ///   - crossingJump: Change across the middle.
    ///   - farWeight: Share of the weight at the far end.
    ///   - outsideDensity: Share of the density outside of the head.
    ///   - diversity: Difference between heads.
    ///   - photographDiversity: Difference between photographs.
    public init(
        heads: Int, viewError: Double, viewOverlap: Double, relief: Double,
        prominence: Double? = nil, mirrorDifference: Double, crossingJump: Double,
        farWeight: Double, outsideDensity: Double, diversity: Double,
        photographDiversity: Double? = nil
    ) {
        (self.heads, self.viewError, self.viewOverlap) = (heads, viewError, viewOverlap)
        (self.relief, self.prominence) = (relief, prominence)
        self.mirrorDifference = mirrorDifference
        (self.crossingJump, self.farWeight) = (crossingJump, farWeight)
        (self.outsideDensity, self.diversity) = (outsideDensity, diversity)
        self.photographDiversity = photographDiversity
    }
}
