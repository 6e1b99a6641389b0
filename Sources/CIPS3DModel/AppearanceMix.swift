/// The appearance of another seed in some blocks, as it is written on a command line: `9@16-1024`.
///
/// Blocks go by their published labels 4, 8, 16 and so on; `9@16` is from block 16 to the last one.
package struct AppearanceMix: Sendable, Equatable {
    /// Whose appearance.
    package let seed: UInt64
    /// From the first to the last block.
    package let labels: ClosedRange<Int>

    /// Given blocks.
    package init(seed: UInt64, labels: ClosedRange<Int>) {
        (self.seed, self.labels) = (seed, labels)
    }

    /// Parses `SEED@BLOCK` or `SEED@FIRST-LAST`; nil where it is neither.
    ///
    /// - Parameter text: As in `9@16`.
    package init?(parsing text: String) {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, let seeds = try? SeedList(parsing: String(halves[0])),
            seeds.seeds.count == 1,
            let labels = BlockLabels(parsing: String(halves[1]), openEnded: true)
        else { return nil }
        self.init(seed: seeds.seeds[0], labels: labels.range)
    }
}

/// Blocks of the per-pixel network, as they are written on a command line: `32`, `16-1024`.
package struct BlockLabels: Sendable, Equatable {
    /// The largest label that a block may have.
    package static let largest = 1 << 33
    /// From the first to the last.
    package let range: ClosedRange<Int>

    /// Parses one label, or the first and the last one; nil where a label is not 4, 8, 16 and so on.
    ///
    /// - Parameters:
    ///   - text: As in `16-1024`.
    ///   - openEnded: Whether one label also stands for all behind it.
    package init?(parsing text: String, openEnded: Bool) {
        let labels = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(labels.count), let first = labels[0],
            let last = labels.count == 2 ? labels[1] : openEnded ? Self.largest : first,
            GeneratorPart.blockIndex(label: first) != nil,
            GeneratorPart.blockIndex(label: last) != nil, first <= last, last <= Self.largest
        else { return nil }
        range = first...last
    }
}
