import Foundation

/// How much of a second model the blocks of a blend have: 0 is the first model, 1 the second.
///
/// Both share their NeRF, so that a blend keeps the pose and the shape of a head and changes what
/// paints it. Blocks go by their published labels 4, 8, 16 and so on.
package struct BlendWeights: Sendable, Equatable {
    /// Of each block of the per-pixel network, with what paints behind it.
    package let blocks: [Double]

    /// Given weights.
    ///
    /// - Parameter blocks: One for each block.
    package init(blocks: [Double]) {
        self.blocks = blocks
    }

    /// The same share of some blocks.
    ///
    /// - Parameters:
    ///   - strength: The share.
    ///   - labels: From the first to the last block that takes it; nil is all of them.
    ///   - configuration: Sizes of both models.
    package init(
        strength: Double, labels: ClosedRange<Int>? = nil, of configuration: INRConfiguration
    ) {
        blocks = (0..<configuration.blocks).map { index in
            labels?.contains(GeneratorPart.blockLabel(index: index)) ?? true ? strength : 0
        }
    }

    /// Shares at some blocks; between two of them they change evenly from block to block, before the
    /// first and behind the last they stay.
    ///
    /// - Parameters:
    ///   - shares: By label, at least one; every label is that of a block.
    ///   - configuration: Sizes of both models.
    package init(shares: [Int: Double], of configuration: INRConfiguration) {
        let given = shares.compactMap { label, share in
            GeneratorPart.blockIndex(label: label).map { (index: $0, share: share) }
        }
        .sorted { $0.index < $1.index }
        blocks = (0..<configuration.blocks).map { index in
            guard let after = given.first(where: { $0.index >= index }) else {
                return given[given.count - 1].share
            }
            guard let before = given.last(where: { $0.index <= index }), before.index < after.index
            else { return after.share }
            let t = Double(index - before.index) / Double(after.index - before.index)
            return before.share + t * (after.share - before.share)
        }
    }

    /// How much of the second model's appearance mapping a blend has: the mean over the blocks, for the
    /// style goes to all of them.
    package var appearanceMapping: Double { blocks.reduce(0, +) / Double(blocks.count) }

    /// The share of a part.
    ///
    /// - Parameter part: A part of a generator.
    /// - Returns: 0 for what is the first model's.
    package func share(of part: GeneratorPart) -> Double {
        switch part {
        case .inrBlock(let index): blocks[index]
        case .appearanceMapping: appearanceMapping
        case .nerf, .shapeMapping, .auxiliary: 0
        }
    }
}

extension BlendWeights: CustomStringConvertible {
    /// Labels and shares, as in `4=0, 8=0.5`.
    package var description: String {
        blocks.enumerated().map { index, share in
            "\(GeneratorPart.blockLabel(index: index))=\(String(format: "%g", share))"
        }
        .joined(separator: ", ")
    }
}
