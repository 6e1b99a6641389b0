/// The random codes whose styles are averaged for truncation, the same ones for every model.
///
/// Codes are drawn one after another from seed 0, from streams that no head uses. Batches may have
/// any size: together they always give the same 10,000 codes.
package struct MeanCodes: Sendable {
    /// Codes in all.
    package static let count = 10_000

    private let configuration: GeneratorConfiguration
    private var shapes = LatentGenerator(seed: 0, stream: .meanShape)
    private var appearances = LatentGenerator(seed: 0, stream: .meanAppearance)
    /// Codes that were not drawn yet.
    private var remaining = MeanCodes.count

    /// All codes, none drawn yet.
    ///
    /// - Parameter configuration: Widths of the codes.
    package init(configuration: GeneratorConfiguration) {
        self.configuration = configuration
    }

    /// Draws the next codes.
    ///
    /// - Parameter size: Codes wanted, at least 1; the last batch may be smaller.
    /// - Returns: Shape codes `[count · shapeLatentWidth]` and appearance codes
    ///   `[count · appearanceLatentWidth]`, row by row; nil after the last one.
    package mutating func nextBatch(
        of size: Int
    ) -> (count: Int, shapes: [Float], appearances: [Float])? {
        precondition(size > 0, "a batch of mean codes holds at least one, not \(size)")
        guard remaining > 0 else { return nil }
        let count = min(size, remaining)
        remaining -= count
        return (
            count, shapes.nextNormals(count * configuration.shapeLatentWidth),
            appearances.nextNormals(count * configuration.appearanceLatentWidth)
        )
    }
}
