import Foundation

/// Where a number lies on an axis.
package struct AxisScale: Sendable, Equatable {
    /// Numbers beyond this are no measurements, and arithmetic with them could overflow.
    static let largest = 1e100
    /// Positive numbers that spread further than this are shown by their logarithms.
    private static let widestLinear = 100.0

    /// What the axis shows, from one end to the other.
    package let range: ClosedRange<Double>
    /// Whether equal ratios, and not equal differences, are equally far apart.
    package let isLogarithmic: Bool

    /// The axis of the thousands of images: from 0 to the furthest run's end.
    ///
    /// - Parameter kimg: The end; where it is no positive number, the axis ends at 1.
    init(kimg: Double) {
        range = 0...(kimg > 0 && kimg < Self.largest ? kimg : 1)
        isLogarithmic = false
    }

    /// An axis around numbers.
    ///
    /// - Parameters:
    ///   - values: What has to be on it; all can be drawn.
    ///   - mayBeLogarithmic: Whether ratios mean something.
    package init(around values: [Double], mayBeLogarithmic: Bool) {
        let (low, high) = (values.min() ?? 0, values.max() ?? 1)
        isLogarithmic = mayBeLogarithmic && low > 0 && high / low >= Self.widestLinear
        if isLogarithmic {
            range = low / 1.2...high * 1.2
            return
        }
        let size = max(abs(low), abs(high))
        // A constant is drawn in the middle, and not as the rounding that it differs by.
        let isConstant = high - low <= 1e-6 * size
        let margin = isConstant ? max(size / 10, 1e-12) : (high - low) / 16
        // An axis of numbers that are never negative does not go below 0.
        range = (low >= 0 ? max(0, low - margin) : low - margin)...(high + margin)
    }

    /// Whether a number is one that an axis can show.
    static func isDrawable(_ value: Double) -> Bool { abs(value) < largest }

    /// The ticks.
    package var ticks: Ticks {
        isLogarithmic ? Ticks(decadesIn: range) : Ticks(covering: range)
    }

    /// Where a number lies.
    ///
    /// - Parameter value: A number; above 0 on a logarithmic axis.
    /// - Returns: 0 at the lower end, 1 at the upper one.
    package func position(_ value: Double) -> Double {
        let place = { (number: Double) in isLogarithmic ? log10(number) : number }
        let (low, high) = (place(range.lowerBound), place(range.upperBound))
        return (place(value) - low) / (high - low)
    }
}
