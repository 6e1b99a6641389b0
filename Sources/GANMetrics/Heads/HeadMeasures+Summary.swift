extension HeadMeasures {
    /// The numbers of several heads in one.
    ///
    /// Shares and errors, which lie in [0, 1], are means: a few heads that fail shall show. Ratios
    /// without a bound, relief and crossing jump, are medians: one head with next to nothing below
    /// the line would outweigh all others. The mirror difference is a ratio of means already.
    ///
    /// - Parameter heads: At least two.
    package init(_ heads: [MeasuredHead]) {
        func mean(_ value: (MeasuredHead) -> Double) -> Double {
            heads.map(value).reduce(0, +) / Double(heads.count)
        }
        func median(_ value: (MeasuredHead) -> Double) -> Double {
            Quantile.of(sorted: heads.map(value).sorted(), at: 0.5)
        }
        self.init(
            heads: heads.count,
            viewError: mean(\.consistency.error),
            viewOverlap: mean(\.consistency.overlap),
            relief: median(\.relief),
            prominence: median(\.prominence),
            mirrorDifference: MirrorSymmetry.difference(
                heads.map(\.left), opposites: heads.map(\.right)),
            crossingJump: median(\.crossingJump),
            farWeight: mean(\.floaters.farWeight),
            outsideDensity: mean(\.floaters.outsideDensity),
            diversity: Diversity.of(heads.map(\.front)))
    }
}
