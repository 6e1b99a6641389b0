/// The points of a curve, parted where numbers are missing, and few enough for a page.
package struct CurvePieces: Sendable, Equatable {
    /// Points of a curve at most.
    package static let mostPoints = 200

    /// Runs of points with nothing missing between them; none is empty.
    package private(set) var pieces: [[CurvePoint]] = []
    /// Whether points stand for several measurements.
    package private(set) var isThinned = false

    /// All points.
    package var points: [CurvePoint] { Array(pieces.joined()) }

    /// Parts and thins measurements.
    ///
    /// A value that is not finite, or so large that it means the same, leaves a gap. A series that
    /// is too long is put into bins of equal width; a bin with any value is a point, one with
    /// nothing but missing values a gap, and one without measurements is passed over.
    ///
    /// - Parameters:
    ///   - values: Places and values, in any order of places.
    ///   - most: How many points there may be, at least one.
    package init(_ values: [(x: Double, y: Double)], most: Int = mostPoints) {
        let placed = values.filter { AxisScale.isDrawable($0.x) }.sorted { $0.x < $1.x }
        guard let first = placed.first?.x, let last = placed.last?.x else { return }
        guard placed.count > most else {
            add(placed.map { AxisScale.isDrawable($0.y) ? CurvePoint(x: $0.x, y: $0.y) : nil })
            return
        }
        let bins = Self.bins(placed, from: first, to: last, count: most)
        isThinned = true
        add(bins)
    }

    /// Means of the values in each bin that has any; nil for one with missing values only.
    private static func bins(
        _ values: [(x: Double, y: Double)], from first: Double, to last: Double, count: Int
    ) -> [CurvePoint?] {
        let span = last - first
        var bins: [Int: CurvePoint?] = [:]
        for (x, y) in values {
            let place = span > 0 ? (x - first) / span * Double(count) : 0
            let bin = min(Int(place), count - 1)
            guard AxisScale.isDrawable(y) else {
                if bins[bin] == nil { bins[bin] = .some(nil) }
                continue
            }
            let point = CurvePoint(x: x, y: y)
            var sum = (bins[bin] ?? nil) ?? point
            if bins[bin] ?? nil != nil { sum.add(point) }
            bins[bin] = sum
        }
        return bins.sorted { $0.key < $1.key }.map(\.value)
    }

    private mutating func add(_ points: [CurvePoint?]) {
        pieces = points.split(whereSeparator: { $0 == nil }).map { $0.compactMap(\.self) }
    }
}
