extension ChartTopic {
    /// What every line of `stats.jsonl` says, in the order of the page.
    ///
    /// - Parameter runs: What is drawn; what their losses mean depends on how they are trained.
    /// - Returns: Topics.
    static func training(of runs: [ReportedRun]) -> [ChartTopic] {
        let levels = UndecidedLevels(runs)
        return [
            losses(levels), logits, penalty, viewPenalty(levels), gradients, augmentation, speed,
        ]
    }

    private static func losses(_ levels: UndecidedLevels) -> ChartTopic {
        ChartTopic(
            title: "Losses", unit: "loss",
            explanation: """
                Discriminators near \(levels.discriminators) cannot tell generated heads from \
                photographs, near 0 they always can; good is a long balance in between, without \
                either side running away.\(levels.remark(ofGenerator: false))
                """,
            quantities: [
                Quantity(name: "discriminators", value: \.discriminatorLoss),
                Quantity(
                    name: "generator",
                    explanation: """
                        Near \(levels.generator) the discriminators cannot tell generated heads \
                        from photographs, above they mostly can; good is level, and a steady rise \
                        means that they win.\(levels.remark(ofGenerator: true))
                        """,
                    value: \.generatorLoss),
            ])
    }

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
        quantities: [Quantity(name: "R1 penalty", isOptional: true, value: \.r1Penalty)])

    private static func viewPenalty(_ levels: UndecidedLevels) -> ChartTopic {
        ChartTopic(
            title: "View penalty", unit: "as it entered the loss",
            explanation: """
                How badly discriminators tell from which side a generated head is seen; good is well \
                below what always saying “from the front” costs, for then heads show their sides.
                """,
            mayBeLogarithmic: true,
            reference: levels.viewPenalty.map {
                Chart.Reference(value: $0, label: "always saying “from the front”")
            },
            quantities: [
                Quantity(
                    name: "discriminators", isOptional: true, value: \.discriminatorViewPenalty),
                Quantity(name: "generator", isOptional: true, value: \.generatorViewPenalty),
            ])
    }

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

    private static let augmentation = ChartTopic(
        title: "Augmentation", unit: "probability",
        explanation: """
            How often images are changed before they are judged; good is well below 1, where the \
            photographs suffice, and a steady rise means that they are learned by heart.
            """,
        quantities: [
            Quantity(name: "augmentation", isOptional: true, value: { $0.augmentation ?? .nan })
        ])

    private static let speed = ChartTopic(
        title: "Speed", unit: "photographs a second",
        explanation: """
            Photographs seen a second of training; good is level, and a dip means that something \
            else used the machine.
            """,
        quantities: [Quantity(name: "speed", value: \.imagesPerSecond)])
}
