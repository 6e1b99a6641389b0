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
