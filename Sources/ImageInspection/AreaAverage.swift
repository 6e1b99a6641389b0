/// Averages of a row of values over equal stretches, whose ends may lie within a value.
///
/// With F the integral of the values, each taken as constant over its place,
///
///     out_i = (F((i + 1) · s) - F(i · s)) / s
///
/// where s is the old count by the new. Unlike a filter with lobes this never overshoots, and one
/// pass over the values suffices, however many there are.
package struct AreaAverage {
    private let oldCount: Int
    private let newCount: Int
    /// Where the stretches meet: the value that holds the place, and how much of it lies before.
    private let edges: [(value: Int, share: Double)]

    /// Averages that bring `oldCount` values to `newCount`, which may be more.
    package init(from oldCount: Int, to newCount: Int) {
        (self.oldCount, self.newCount) = (oldCount, newCount)
        edges = (0...newCount).map { edge in
            // In integers, so that what lies in the middle is in the middle exactly.
            let value = min(edge * oldCount / newCount, oldCount - 1)
            return (value, Double(edge * oldCount - value * newCount) / Double(newCount))
        }
    }

    /// The averages of `oldCount` values.
    package func callAsFunction(_ values: [Double]) -> [Double] {
        var before = 0.0
        var next = 0
        let integrals = edges.map { edge in
            while next < edge.value {
                before += values[next]
                next += 1
            }
            return before + edge.share * values[edge.value]
        }
        let scale = Double(newCount) / Double(oldCount)
        return zip(integrals, integrals.dropFirst()).map { ($1 - $0) * scale }
    }

    /// The averages of columns.
    ///
    /// - Parameter rows: `oldCount` rows of one length.
    /// - Returns: `newCount` rows of that length.
    package func columns(of rows: [[Double]]) -> [[Double]] {
        let averages = (rows.first ?? []).indices.map { column in self(rows.map { $0[column] }) }
        return (0..<newCount).map { row in averages.map { $0[row] } }
    }
}
