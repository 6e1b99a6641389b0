/// The interval that a fractional setting may lie in.
package struct AllowedNumbers: Sendable, CustomStringConvertible {
    private let lower: Double
    private let upper: Double
    private let includesLower: Bool
    private let includesUpper: Bool

    /// The interval `[lower, upper]`.
    package static func from(_ lower: Double, to upper: Double) -> AllowedNumbers {
        AllowedNumbers(lower: lower, upper: upper, includesLower: true, includesUpper: true)
    }

    /// The interval `[lower, upper)`.
    package static func from(_ lower: Double, below upper: Double) -> AllowedNumbers {
        AllowedNumbers(lower: lower, upper: upper, includesLower: true, includesUpper: false)
    }

    /// The interval `(lower, upper]`.
    package static func above(_ lower: Double, to upper: Double) -> AllowedNumbers {
        AllowedNumbers(lower: lower, upper: upper, includesLower: false, includesUpper: true)
    }

    /// The interval `(lower, upper)`.
    package static func above(_ lower: Double, below upper: Double) -> AllowedNumbers {
        AllowedNumbers(lower: lower, upper: upper, includesLower: false, includesUpper: false)
    }

    /// Whether a value is allowed; NaN never is.
    package func contains(_ value: Double) -> Bool {
        (includesLower ? value >= lower : value > lower)
            && (includesUpper ? value <= upper : value < upper)
    }

    package var description: String {
        "\(includesLower ? "at least" : "above") \(JSONValue.plain(lower)) and "
            + "\(includesUpper ? "at most" : "below") \(JSONValue.plain(upper))"
    }
}

extension JSONValue {
    /// A number for a sentence: `180` and not `180.0`.
    fileprivate static func plain(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? value.description
    }
}
