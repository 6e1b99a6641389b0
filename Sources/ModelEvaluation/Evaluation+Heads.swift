import GANMetrics

extension Evaluation {
    /// Measures of the heads of each seed.
    struct HeadValues {
        let measures: [HeadMeasures]
        let how: MetricProtocol

        func values(of metric: Metric) -> [MetricValue] { [] }
    }

    func measureHeads() throws -> HeadValues? { nil }
}
