extension ChartTopic {
    /// The distance to the photographs, where it was measured.
    static let distance = ChartTopic(
        title: "Distance to the photographs", unit: "fd-efficientnet",
        explanation: """
            Fréchet distance between generated heads and photographs over features of \
            EfficientNet-Lite0; lower is better, and the ring marks the best.
            """,
        marksLowest: true,
        quantities: [
            // Measured without weights for the distance: a gap.
            Quantity(name: "distance") { $0.measures.map { $0.distance ?? .nan } }
        ])
}
