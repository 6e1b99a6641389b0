/// One point of a curve: a measurement, or the mean of several beside one another.
package struct CurvePoint: Sendable, Equatable {
    /// Mean place.
    package private(set) var x: Double
    /// Mean value.
    package private(set) var y: Double
    /// The least value.
    package private(set) var low: Double
    /// The largest value.
    package private(set) var high: Double
    /// Measurements.
    package private(set) var count = 1

    /// A measurement.
    ///
    /// - Parameters:
    ///   - x: Its place.
    ///   - y: Its value.
    package init(x: Double, y: Double) {
        (self.x, self.y, low, high) = (x, y, y, y)
    }

    /// Takes in another measurement.
    mutating func add(_ other: CurvePoint) {
        count += 1
        // Running means: a sum of many large numbers would lose digits.
        x += (other.x - x) / Double(count)
        y += (other.y - y) / Double(count)
        (low, high) = (min(low, other.low), max(high, other.high))
    }
}
