/// A head after the mapping networks: what modulates the generator's layers, a point of W space.
///
/// Styles can be averaged, moved and exchanged, which codes cannot: on the line between two heads lies another head.
///
/// Source: style mixing, interpolation and truncation (arXiv:1812.04948).
public struct HeadStyles: Sendable, Equatable, Codable {
    /// What the NeRF is modulated by, `[nerf.styleWidth]`.
    public var shape: [Float]
    /// What each block of the per-pixel network is modulated by, `[inr.blocks]` times `[inr.styleWidth]`.
    public var appearances: [[Float]]

    /// Given styles.
    ///
    /// - Parameters:
    ///   - shape: `[nerf.styleWidth]`.
    ///   - appearances: Of each block, `[inr.styleWidth]`.
    public init(shape: [Float], appearances: [[Float]]) {
        (self.shape, self.appearances) = (shape, appearances)
    }

    /// Styles with one appearance in all blocks, as a code gives them.
    ///
    /// - Parameters:
    ///   - shape: `[nerf.styleWidth]`.
    ///   - appearance: `[inr.styleWidth]`.
    ///   - blocks: Blocks of the per-pixel network.
    public init(shape: [Float], appearance: [Float], blocks: Int) {
        self.init(shape: shape, appearances: Array(repeating: appearance, count: blocks))
    }

    /// Styles on the straight line to others: `w + share · (w' − w)`.
    ///
    /// - Parameters:
    ///   - target: Styles of the same model, at 1.
    ///   - share: Where on the line.
    /// - Returns: The styles there.
    public func moved(to target: HeadStyles, by share: Double) -> HeadStyles {
        HeadStyles(
            shape: Self.line(shape, target.shape, share),
            appearances: zip(appearances, target.appearances).map { Self.line($0, $1, share) })
    }

    /// Styles drawn towards the mean: `mean + psi · (w − mean)`.
    ///
    /// - Parameters:
    ///   - truncation: How far.
    ///   - mean: The mean styles of the model.
    /// - Returns: The styles themselves where the truncation is off.
    public func truncated(_ truncation: Truncation, mean: HeadStyles) -> HeadStyles {
        truncation.isOff ? self : mean.moved(to: self, by: truncation.psi)
    }

    /// Takes the appearance of another head in some blocks.
    ///
    /// - Parameters:
    ///   - other: Styles of the same model.
    ///   - labels: The blocks by their published labels 4, 8, 16 and so on, from the first to the last.
    /// - Returns: The mixed styles; blocks that the model does not have are passed over.
    public func mixed(with other: HeadStyles, in labels: ClosedRange<Int>) -> HeadStyles {
        var mixed = self
        for index in appearances.indices
        where labels.contains(GeneratorPart.blockLabel(index: index)) {
            mixed.appearances[index] = other.appearances[index]
        }
        return mixed
    }

    /// Whether a model can take them.
    ///
    /// - Parameter configuration: The model's sizes.
    /// - Returns: Whether all widths and the number of blocks are the model's.
    public func fits(_ configuration: GeneratorConfiguration) -> Bool {
        shape.count == configuration.nerf.styleWidth
            && appearances.count == configuration.inr.blocks
            && appearances.allSatisfy { $0.count == configuration.inr.styleWidth }
    }

    private static func line(_ from: [Float], _ to: [Float], _ share: Double) -> [Float] {
        let share = Float(share)
        return zip(from, to).map { $0 + share * ($1 - $0) }
    }
}
