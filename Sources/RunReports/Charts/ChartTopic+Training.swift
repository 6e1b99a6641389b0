extension ChartTopic {
    /// What every line of `stats.jsonl` says, in the order of the page.
    static let training = [losses, logits, penalty, gradients, speed]

    private static let losses = ChartTopic(
        title: "Losses", unit: "loss",
        explanation: """
            Discriminators at 1.39 (2 ln 2) cannot tell generated heads from photographs, near 0 \
            they always can; good is a long balance in between, without either side running away.
            """,
        quantities: [
            Quantity(name: "discriminators", value: \.discriminatorLoss),
            Quantity(
                name: "generator",
                explanation: """
                    At 0.69 (ln 2) the discriminators cannot tell generated heads from photographs, \
                    above they mostly can; good is level, and a steady rise means that they win.
                    """,
                value: \.generatorLoss),
        ])

    private static let logits = ChartTopic(
        title: "Logits", unit: "mean logit",
        explanation: """
            What discriminators say, above 0 for “photograph”; good is a small, steady gap between \
            photographs and generated heads, while one that keeps growing means that they win.
            """,
        quantities: [
            Quantity(name: "photographs", value: \.realLogit),
            Quantity(name: "generated", value: \.fakeLogit),
        ])

    private static let penalty = ChartTopic(
        title: "R1 penalty", unit: "as it entered the loss",
        explanation: """
            How steep discriminators are at photographs; good is small and steady, and a steep \
            rise often comes before training fails.
            """,
        mayBeLogarithmic: true,
        quantities: [Quantity(name: "R1 penalty", value: \.r1Penalty)])

    private static let gradients = ChartTopic(
        title: "Gradient norms", unit: "norm before clipping",
        explanation: """
            How hard each step pulls; good is level and mostly below training.gradientClipNorm, \
            above which steps are cut short.
            """,
        mayBeLogarithmic: true,
        quantities: [
            Quantity(name: "discriminators", value: \.discriminatorGradientNorm),
            Quantity(name: "generator", value: \.generatorGradientNorm),
        ])

    private static let speed = ChartTopic(
        title: "Speed", unit: "photographs a second",
        explanation: """
            Photographs seen a second of training; good is level, and a dip means that something \
            else used the machine.
            """,
        quantities: [Quantity(name: "speed", value: \.imagesPerSecond)])
}
