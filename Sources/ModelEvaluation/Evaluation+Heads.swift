import GANMetrics
import HeadPictures

extension Evaluation {
    /// Measures of the heads of each seed.
    struct HeadValues {
        let measures: [HeadMeasures]
        let how: MetricProtocol

        /// The numbers of a metric.
        func values(of metric: Metric) -> [MetricValue] {
            switch metric {
            case .consistency:
                [
                    value("viewError", \.viewError, .lower),
                    value("viewOverlap", \.viewOverlap, .higher),
                ]
            case .flatness:
                [
                    value("relief", \.relief, .higher, warningOf: .flat),
                    value("prominence", { $0.prominence ?? 0 }, .higher, warningOf: .hollow),
                ]
            case .symmetry:
                [
                    value(
                        "mirrorDifference", \.mirrorDifference, .higher,
                        warningOf: .mirrorSymmetric),
                    value("crossingJump", \.crossingJump, .one),
                ]
            case .floaters:
                [
                    value("farWeight", \.farWeight, .lower),
                    value("outsideDensity", \.outsideDensity, .lower),
                ]
            case .diversity:
                [value("diversity", \.diversity, .higher, warningOf: .collapsed)]
                    + (measures.allSatisfy { $0.relativeDiversity != nil }
                        ? [value("relativeDiversity", { $0.relativeDiversity ?? 0 }, .one)] : [])
            case .fid, .kid, .pr, .fdEfficientNet, .kdEfficientNet, .prEfficientNet,
                .fdMobileNet, .kdMobileNet, .prMobileNet:
                []
            }
        }

        private func value(
            _ name: String, _ number: (HeadMeasures) -> Double, _ good: MetricValue.Good,
            warningOf warning: HeadWarning? = nil
        ) -> MetricValue {
            let found = warning.flatMap { warning in
                measures.contains { $0.warnings.contains(warning) } ? warning.description : nil
            }
            return MetricValue(
                name, measures.map(number), good: good, protocol: how,
                warnings: found.map { [$0] } ?? [])
        }
    }

    /// Looks at the heads of each seed.
    ///
    /// - Returns: Their measures; nil where there are files in place of a model.
    /// - Throws: `HeadError`, `HeadMeasurementError` or `CancellationError`.
    func measureHeads() throws -> HeadValues? {
        guard case .model(let sample) = subject else { return nil }
        var how = MetricProtocol(
            fakeImages: HeadMeasurement.usualHeads, versions: Self.versions, isComparable: false)
        describe(&how)
        (how.size, how.samplesPerRay) = (HeadMeasurement.usualSize, HeadMeasurement.usualSamples)
        let all = HeadMeasurement.usualHeads * sample.seeds.count
        report(.began("heads looked at from all sides", steps: all))
        let photographDiversity = try photographs.flatMap {
            $0.count > 1 ? try Diversity.of(photographsIn: $0) : nil
        }
        var measures = try sample.seeds.enumerated().map { index, seed in
            try GeneratedHead.measure(
                sample.renderer, threads: threads, truncation: sample.truncation, seed: seed,
                cancellation: cancellation
            ) { [report] share in
                let done = Double(index) + share
                report(.advanced(Int(done * Double(HeadMeasurement.usualHeads))))
            }
        }
        for index in measures.indices { measures[index].photographDiversity = photographDiversity }
        return HeadValues(measures: measures, how: how)
    }
}
