import Foundation

/// Places on an axis that people can read: multiples of 1, 2 or 5 times a power of ten.
package struct Ticks: Sendable, Equatable {
    /// Where they are, in order, all within the range.
    package let values: [Double]
    /// What stands beside them.
    package let labels: [String]

    /// Ticks of a linear axis.
    ///
    /// - Parameters:
    ///   - range: What the axis shows; its ends differ by more than rounding.
    ///   - count: How many steps there may be; there is at most one tick more.
    package init(covering range: ClosedRange<Double>, atMost count: Int = 7) {
        let span = range.upperBound - range.lowerBound
        precondition(span > 0 && span.isFinite && count > 0, "no axis shows \(range)")
        let step = Self.niceStep(atLeast: span / Double(count))
        // A hair of room: 0.7 is a multiple of 0.1 but for its last bit.
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        // Multiples, and not sums of steps, which would drift.
        values = stride(from: first, through: last, by: 1).map {
            min(max($0 * step, range.lowerBound), range.upperBound)
        }
        let exponent = Int(log10(step).rounded(.down))
        let largest = max(abs(range.lowerBound), abs(range.upperBound))
        labels = values.map { value in
            if largest >= 1e7 || exponent < -5 { return NumberText.scientific(value, decimals: 6) }
            return NumberText.fixed(value, decimals: max(0, -exponent))
        }
    }

    /// Ticks of a logarithmic axis: 1, 2 and 5 times powers of ten where there are few of those,
    /// otherwise powers alone, every second or later one where they are many.
    ///
    /// - Parameters:
    ///   - range: What the axis shows; both ends are above 0.
    ///   - count: How many powers there may be.
    package init(decadesIn range: ClosedRange<Double>, atMost count: Int = 7) {
        precondition(range.lowerBound > 0 && count > 0, "no logarithmic axis shows \(range)")
        let first = Int(log10(range.lowerBound).rounded(.up))
        let last = Int(log10(range.upperBound).rounded(.down))
        let isShort = last - first <= 2
        let factors = isShort ? [1.0, 2, 5] : [1]
        // The power below the range has multiples within it.
        let exponents = stride(
            from: isShort ? first - 1 : first, through: last, by: max(0, last - first) / count + 1)
        let all = exponents.flatMap { exponent in
            factors.map { (factor: $0, exponent: exponent, value: $0 * pow(10, Double(exponent))) }
        }
        let within = all.filter { range.contains($0.value) }
        values = within.map(\.value)
        labels = within.map { factor, exponent, value in
            (-3...4).contains(exponent)
                ? NumberText.fixed(value, decimals: max(0, -exponent))
                : "\(Int(factor))e\(exponent)"
        }
    }

    /// The smallest of 1, 2 and 5 times a power of ten that is not below a number.
    private static func niceStep(atLeast least: Double) -> Double {
        let power = pow(10, log10(least).rounded(.down))
        // The same room.
        let factor = [1.0, 2, 5].first { $0 * power >= least * (1 - 1e-9) } ?? 10
        return factor * power
    }
}
