import CIPS3DTraining

extension ChartTopic {
    /// What a network says of generated heads beside the photographs, where it was asked.
    ///
    /// - Parameter network: Its name.
    /// - Returns: Topics in the order of the page.
    static func measured(over network: String) -> [ChartTopic] {
        [distance(over: network), precision(over: network), recall(over: network)]
    }

    private static func distance(over network: String) -> ChartTopic {
        ChartTopic(
            title: "Distance to the photographs, \(network)", unit: "Fréchet distance",
            explanation: """
                Fréchet distance between generated heads and photographs over features of \(network); \
                lower is better, and a ring marks the best of a run.
                """,
            best: { run in
                guard let best = run.bestDistance, best.terms.network == network,
                    AxisScale.isDrawable(best.kimg), AxisScale.isDrawable(best.value)
                else { return nil }
                return CurvePoint(x: best.kimg, y: best.value)
            },
            note: { remark(on: $0, over: network) },
            quantities: [quantity("distance", over: network, \.distance)])
    }

    private static func precision(over network: String) -> ChartTopic {
        share(
            "Precision", over: network,
            explanation: """
                The share of generated heads among what photographs look like; good is that of two \
                halves of one set of photographs.
                """, \.precision)
    }

    private static func recall(over network: String) -> ChartTopic {
        share(
            "Recall", over: network,
            explanation: """
                The share of photographs among what generated heads look like; near 0 there are few \
                kinds of faces, good is that of two halves of one set of photographs.
                """, \.recall)
    }

    private static func share(
        _ title: String, over network: String, explanation: String,
        _ value: @escaping @Sendable (TrainingMeasures) -> Double?
    ) -> ChartTopic {
        ChartTopic(
            title: "\(title), \(network)", unit: "share of images", explanation: explanation,
            // See Docs/metrics.md.
            reference: Chart.Reference(value: 0.7, label: "two halves of photographs, about"),
            note: { remark(on: $0, over: network) },
            quantities: [quantity(title.lowercased(), over: network, isOptional: true, value)])
    }

    private static func quantity(
        _ name: String, over network: String, isOptional: Bool = false,
        _ value: @escaping @Sendable (TrainingMeasures) -> Double?
    ) -> Quantity {
        Quantity(name: name, isOptional: isOptional) { record in
            guard let measures = record.measures else { return nil }
            // Measured without weights for any network: a gap.
            guard measures.distance != nil else { return .nan }
            return measures.networkName == network ? value(measures) ?? .nan : nil
        }
    }

    private static func remark(on run: ReportedRun, over network: String) -> String? {
        run.distances.map(\.terms).filter { $0.network == network }.compactMap(\.remark).first
    }
}
