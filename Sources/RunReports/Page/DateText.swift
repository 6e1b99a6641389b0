import Foundation

/// Times as a page shows them.
enum DateText {
    /// A time in words that people read.
    ///
    /// - Parameter text: ISO 8601, as `run.json` has it.
    /// - Returns: Such as `2024-05-01 17:03 UTC`; any other text as it is.
    static func readable(_ text: String) -> String {
        guard let match = text.wholeMatch(of: /(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}Z/) else {
            return text
        }
        return "\(match.1) \(match.2) UTC"
    }
}
