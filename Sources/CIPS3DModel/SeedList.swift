/// Seeds as they are written on a command line: `0-15,20`.
package struct SeedList: Sendable, Equatable {
    /// The most seeds that one list may hold.
    package static let largestCount = 4_096

    /// The seeds in the order in which they were written; a seed may appear twice.
    package let seeds: [UInt64]

    /// Parses numbers and ranges, ends included, between commas.
    ///
    /// - Parameter text: As in `7`, `0-15` or `0-15,20`.
    /// - Throws: `SeedListError`.
    package init(parsing text: String) throws {
        guard text.contains(where: { !$0.isWhitespace }) else { throw SeedListError.empty }
        var seeds: [UInt64] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let range = try Self.range(String(part))
            // The length of 0...UInt64.max does not fit into an integer, but its last offset does.
            let room = Self.largestCount - seeds.count
            guard range.upperBound - range.lowerBound < UInt64(room) else {
                throw SeedListError.tooMany
            }
            seeds.append(contentsOf: range)
        }
        self.seeds = seeds
    }

    private static func range(_ part: String) throws -> ClosedRange<UInt64> {
        let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(seed)
        switch ends.count {
        case 1:
            guard let only = ends[0] else { break }
            return only...only
        case 2:
            guard let first = ends[0], let last = ends[1] else { break }
            guard first <= last else { throw SeedListError.backwards(first, last) }
            return first...last
        default: break
        }
        throw SeedListError.notSeeds(part)
    }

    /// Digits only: `UInt64` itself would also take a sign.
    private static func seed(_ text: Substring) -> UInt64? {
        let digits = text.drop(while: \.isWhitespace).prefix(while: { !$0.isWhitespace })
        let rest = text[digits.endIndex...]
        guard rest.allSatisfy(\.isWhitespace), digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return UInt64(digits)
    }
}

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
