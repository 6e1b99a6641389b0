/// The value below which a given share of values lies.
package enum Quantile {
    /// A quantile, linear between the values around it.
    ///
    ///     place = share · (count - 1)
    ///
    /// - Parameters:
    ///   - values: In ascending order, at least one.
    ///   - share: In [0, 1]; 0.5 is the median.
    /// - Returns: The value at `place`, counted from 0.
    package static func of(sorted values: [Double], at share: Double) -> Double {
        precondition(!values.isEmpty && (0...1).contains(share), "quantile \(share)")
        let place = share * Double(values.count - 1)
        let lower = Int(place)
        let upper = min(lower + 1, values.count - 1)
        return values[lower] + (place - Double(lower)) * (values[upper] - values[lower])
    }
}
