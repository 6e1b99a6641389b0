/// What a head is made of: the codes of one, of two, or of one with other appearances in some blocks.
///
/// The styles of a head are `w + share · (w' − w)`, w being the styles of `codes` and w' those of
/// `target`; a block of the per-pixel network that is named in `mixed` has the style of that code.
///
/// Source: style mixing and interpolation (arXiv:1812.04948).
public struct HeadRecipe: Sendable, Equatable {
    /// The head.
    public var codes: HeadCodes
    /// The head that styles are moved to; nil leaves them.
    public var target: HeadCodes?
    /// How far: 0 is `codes`, 1 is `target`.
    public var share: Double
    /// Appearance codes of blocks, by index.
    public var mixed: [Int: [Float]]

    /// The head of codes.
    ///
    /// - Parameter codes: Shape and appearance.
    public init(_ codes: HeadCodes) {
        self.codes = codes
        (target, share, mixed) = (nil, 0, [:])
    }

    /// A head on the straight line between the styles of two.
    ///
    /// - Parameters:
    ///   - codes: The head at 0.
    ///   - target: The head at 1.
    ///   - share: Where on the line.
    public init(from codes: HeadCodes, to target: HeadCodes, share: Double) {
        (self.codes, self.target, self.share, mixed) = (codes, target, share, [:])
    }

    /// Puts the appearance of another seed into some blocks.
    ///
    /// - Parameters:
    ///   - mix: Which seed, which blocks.
    ///   - configuration: Widths of the codes and the number of blocks.
    public mutating func mix(_ mix: AppearanceMix, configuration: GeneratorConfiguration) {
        let other = HeadCodes(seed: mix.seed, configuration: configuration)
        for index in 0..<configuration.inr.blocks
        where mix.labels.contains(GeneratorPart.blockLabel(index: index)) {
            mixed[index] = other.appearance
        }
    }
}
