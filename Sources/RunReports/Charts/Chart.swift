/// A small chart over thousands of images.
struct Chart: Sendable {
    /// A horizontal line that says what a value means.
    struct Reference: Sendable {
        /// Where it is.
        let value: Double
        /// What it says.
        let label: String
    }

    /// A place where something begins.
    struct Mark: Sendable, Hashable {
        /// In thousands of images.
        let kimg: Double
        /// What begins.
        let label: String
    }

    /// What is drawn.
    let title: String
    /// What it says and what good looks like, in a sentence.
    let explanation: String
    /// What the vertical axis counts.
    let unit: String
    /// The end of the horizontal axis, in thousands of images.
    let kimg: Double
    /// Whether ratios mean something.
    let mayBeLogarithmic: Bool
    /// A line to hold curves against.
    let reference: Reference?
    /// Where stages begin.
    let marks: [Mark]
    /// At least one, some perhaps without points.
    let curves: [Curve]

    /// Whether there is nothing to draw.
    var isEmpty: Bool { curves.allSatisfy { $0.pieces.pieces.isEmpty } }

    /// The vertical axis.
    var scale: AxisScale {
        let points = curves.flatMap(\.pieces.points)
        let values = points.flatMap { [$0.low, $0.high] } + (reference.map { [$0.value] } ?? [])
        return AxisScale(around: values, mayBeLogarithmic: mayBeLogarithmic)
    }
}
