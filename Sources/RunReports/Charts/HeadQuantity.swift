import GANMetrics

/// A measure of whether heads are three-dimensional, as pages explain it.
struct HeadQuantity: Sendable {
    /// What it is called.
    let title: String
    /// What it counts.
    let unit: String
    /// Which numbers are good.
    let direction: Direction
    /// What it says and what good looks like, in a sentence.
    let explanation: String
    /// A line to hold curves against.
    var reference: Chart.Reference?
    /// Whether earlier versions did not measure it, or some runs cannot.
    var isOptional = false
    /// The number; nil where it was not measured.
    let value: @Sendable (HeadMeasures) -> Double?

    /// A chart of it.
    var topic: ChartTopic {
        ChartTopic(
            title: title, unit: unit, explanation: explanation, reference: reference,
            quantities: [
                ChartTopic.Quantity(name: title.lowercased(), isOptional: isOptional) { record in
                    // Measured without this one: a gap.
                    record.measures.map { value($0.heads) ?? .nan }
                }
            ])
    }

    /// All of them, in the order of the page.
    static let all = [
        HeadQuantity(
            title: "Relief", unit: "depth by width", direction: .higher,
            explanation: "How far heads stand out from a flat picture, which has 0; good is well "
                + "above it and level.",
            reference: Chart.Reference(value: HeadWarning.leastRelief, label: "flat below"),
            value: \.relief),
        HeadQuantity(
            title: "Prominence", unit: "by the radius of the face", direction: .higher,
            explanation: "How much nearer the middle of a face is than its rim; good is clearly "
                + "above 0, and below 0 faces are hollow, like the inside of a mask.",
            reference: Chart.Reference(value: HeadWarning.leastProminence, label: "hollow below"),
            isOptional: true, value: \.prominence),
        HeadQuantity(
            title: "View error", unit: "share of the colour range", direction: .lower,
            explanation: "How much the colour of a point on the head changes with the side it is "
                + "seen from; good is near 0 while the relief is high.",
            value: \.viewError),
        HeadQuantity(
            title: "View overlap", unit: "share of points", direction: .higher,
            explanation: "How much of one view is found in the other by its depths; good is near "
                + "1, and little means that the depths do not fit together.",
            value: \.viewOverlap),
        HeadQuantity(
            title: "Mirror difference", unit: "by that between heads", direction: .higher,
            explanation: "How a view differs from the mirrored one of the other side; at 0 heads "
                + "show one side only and mirror it, good is clearly above.",
            reference: Chart.Reference(
                value: HeadWarning.leastMirrorDifference, label: "mirrored below"),
            value: \.mirrorDifference),
        HeadQuantity(
            title: "Crossing jump", unit: "by the change beside it", direction: .near(1),
            explanation: "How much changes as the camera crosses the middle; good is 1, a smooth "
                + "turn, and much more is a flip from one side to the other.",
            reference: Chart.Reference(value: 1, label: "smooth turn"), value: \.crossingJump),
        HeadQuantity(
            title: "Far weight", unit: "share of the weight", direction: .lower,
            explanation: "How much of what is seen lies in the last tenth of the rays, as on a "
                + "wall behind the head; good is near 0.",
            value: \.farWeight),
        HeadQuantity(
            title: "Outside density", unit: "share of the density", direction: .lower,
            explanation: "How much floats in front of or behind the head's range of depths; good "
                + "is near 0.",
            value: \.outsideDensity),
        HeadQuantity(
            title: "Diversity", unit: "share of the colour range", direction: .higher,
            explanation: "How much the heads of two seeds differ; good is level, and near 0 every "
                + "seed gives the same head.",
            reference: Chart.Reference(value: HeadWarning.leastDiversity, label: "one head below"),
            value: \.diversity),
        HeadQuantity(
            title: "Relative diversity", unit: "by that of photographs", direction: .near(1),
            explanation: "How much the heads of two seeds differ, beside two photographs; good is "
                + "near 1, and far below heads are few kinds of faces.",
            reference: Chart.Reference(
                value: HeadWarning.leastRelativeDiversity, label: "few kinds of faces below"),
            isOptional: true, value: \.relativeDiversity),
    ]
}
