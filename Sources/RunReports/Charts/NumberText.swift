import Foundation

/// Numbers as a page shows them.
package enum NumberText {
    /// What stands where there is no number.
    package static let none = "–"

    /// Four significant digits, without an exponent where people read none.
    ///
    /// - Parameter value: Any number.
    /// - Returns: Such as `0.5123`, `41.2`, `12,345` or `1.5e8`.
    package static func short(_ value: Double?) -> String {
        guard let value else { return none }
        guard value.isFinite else { return "not finite" }
        guard value != 0 else { return "0" }
        let magnitude = Int(log10(abs(value)).rounded(.down))
        guard (-4..<7).contains(magnitude) else { return scientific(value, decimals: 3) }
        return fixed(value, decimals: max(0, 3 - magnitude))
    }

    /// A whole number in groups of three digits.
    ///
    /// - Parameter value: Any number.
    /// - Returns: Such as `12,345`.
    package static func whole(_ value: Int) -> String { grouped(String(value)) }

    /// At most so many decimals, without zeros at the end.
    ///
    /// - Parameters:
    ///   - value: A finite number.
    ///   - decimals: At least 0.
    /// - Returns: Such as `0.5` or `12,345`.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        var text = String(format: "%.\(decimals)f", value)
        if decimals > 0 {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text == "-0" ? "0" : grouped(text)
    }

    /// A number with an exponent, without zeros that say nothing.
    ///
    /// - Parameters:
    ///   - value: A finite number.
    ///   - decimals: Decimals of the mantissa at most.
    /// - Returns: Such as `1.5e8`.
    package static func scientific(_ value: Double, decimals: Int) -> String {
        guard value != 0 else { return "0" }
        let parts = String(format: "%.\(decimals)e", value).split(separator: "e")
        guard parts.count == 2, let mantissa = Double(parts[0]), let exponent = Int(parts[1]) else {
            return "\(value)"
        }
        return fixed(mantissa, decimals: decimals) + "e\(exponent)"
    }

    /// A span of time in the two units that matter.
    ///
    /// - Parameter seconds: At least 0.
    /// - Returns: Such as `45 s`, `12 min` or `2 h 5 min`.
    package static func duration(seconds: Double) -> String {
        // More is a broken file, and no whole number.
        guard (0..<1e12).contains(seconds) else { return none }
        if seconds < 60 { return "\(Int(seconds)) s" }
        let minutes = Int(seconds / 60)
        if minutes < 60 { return "\(minutes) min" }
        let hours = minutes / 60
        if hours < 48 { return "\(hours) h \(minutes % 60) min" }
        return "\(hours / 24) d \(hours % 24) h"
    }

    private static func grouped(_ text: String) -> String {
        let digits = text.drop { $0 == "-" }.prefix { $0 != "." }
        guard digits.count > 4 else { return text }
        let sign = text.hasPrefix("-") ? "-" : ""
        let groups = stride(from: digits.count, to: 0, by: -3).map { end in
            String(digits.prefix(end).suffix(end >= 3 ? 3 : end))
        }
        return sign + groups.reversed().joined(separator: ",")
            + text.dropFirst(sign.count + digits.count)
    }
}
