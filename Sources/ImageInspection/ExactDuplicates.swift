/// Files with the same bytes.
struct ExactDuplicates {
    /// Groups of two and more, by the names of what is kept.
    let groups: [DuplicateGroup]
    /// One image of each content.
    let distinct: [ImageFacts]

    /// Finds the images whose digests are the same; the first name is kept.
    init(among images: [ImageFacts]) {
        // Sorted and not put into a dictionary: that would need another hundred bytes an image.
        let sorted = images.sorted { ($0.digest, $0.name) < ($1.digest, $1.name) }
        var distinct: [ImageFacts] = []
        var groups: [DuplicateGroup] = []
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end].digest == sorted[start].digest { end += 1 }
            distinct.append(sorted[start])
            if end > start + 1 {
                groups.append(
                    DuplicateGroup(
                        kept: sorted[start].name, copies: sorted[start + 1..<end].map(\.name)))
            }
            start = end
        }
        self.distinct = distinct
        self.groups = groups.sorted { $0.kept < $1.kept }
    }
}

/// An image and its copies.
public struct DuplicateGroup: Sendable, Codable, Equatable {
    /// The one to keep: of near duplicates the largest.
    public let kept: String
    /// The others, by name.
    public let copies: [String]
}
