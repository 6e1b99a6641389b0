/// A line of a chart.
struct Curve: Sendable {
    /// Colours that can be told apart by everybody, defined by the page's style.
    private static let colors = 7
    /// Patterns of dashes; with the colours they make 35 lines that differ.
    private static let dashes = 5

    /// What the legend calls it.
    let name: String
    /// Which of the looks, from 0.
    let look: Int
    /// Its points.
    let pieces: CurvePieces
    /// A point that is marked.
    var best: CurvePoint?
    /// What has to be said of its numbers.
    var note: String?

    /// Classes that give it its look.
    var classes: String { "c\(look % Self.colors) d\(look % Self.dashes)" }
}
