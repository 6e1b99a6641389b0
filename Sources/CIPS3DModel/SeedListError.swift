/// Why a text is not a list of seeds.
package enum SeedListError: Error, CustomStringConvertible, Sendable, Equatable {
    /// There is nothing in it.
    case empty
    /// A part is neither a number nor a range.
    case notSeeds(String)
    /// A range ends before it begins.
    case backwards(UInt64, UInt64)
    /// More than `SeedList.largestCount`.
    case tooMany

    /// What is wrong and how seeds are written.
    package var description: String {
        switch self {
        case .empty: "The list of seeds is empty; write numbers and ranges as in 0-15,20."
        case .notSeeds(let part):
            "\(JSONValue.text(part).shown) is not a seed from 0 to \(UInt64.max) or a range of "
                + "them; write numbers and ranges as in 0-15,20."
        case .backwards(let first, let last):
            "The range of seeds \(first)-\(last) ends before it begins; write \(last)-\(first)."
        case .tooMany:
            "The list holds more than \(SeedList.largestCount) seeds; name fewer at a time."
        }
    }
}
