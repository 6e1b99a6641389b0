import CIPS3DTraining

/// What a chart is about, before there are runs.
struct ChartTopic: Sendable {
    /// A number of some or all lines of `stats.jsonl`.
    struct Quantity: Sendable {
        /// Whose it is, beside others of the topic.
        let name: String
        /// What to say where it has a chart of its own, if not the same as of the topic.
        var explanation: String?
        /// Whether it is left out where no run has it.
        var isOptional = false
        /// The number: nil where a line has none by its nature, not finite where it lacks.
        let value: @Sendable (StatisticsRecord) -> Double?
    }

    /// What is drawn.
    let title: String
    /// What the vertical axis counts.
    let unit: String
    /// What it says and what good looks like, in a sentence.
    let explanation: String
    /// Whether ratios mean something.
    var mayBeLogarithmic = false
    /// A line to hold curves against.
    var reference: Chart.Reference?
    /// A measurement of a run that is marked.
    var best: (@Sendable (ReportedRun) -> CurvePoint?)?
    /// What has to be said of a run's numbers.
    var note: (@Sendable (ReportedRun) -> String?)?
    /// At least one.
    let quantities: [Quantity]

    /// Draws runs: one run's quantities in one chart; several runs in a chart for each quantity.
    ///
    /// - Parameters:
    ///   - runs: At least one.
    ///   - kimg: The end of the horizontal axis.
    /// - Returns: Charts; none where no run has any of the quantities, and all are optional.
    func charts(of runs: [ReportedRun], kimg: Double) -> [Chart] {
        let known = quantities.filter { quantity in
            !quantity.isOptional || runs.contains { $0.has(quantity) }
        }
        guard !known.isEmpty else { return [] }
        guard runs.count > 1 else {
            let curves = known.enumerated().flatMap { look, quantity in
                runs.map { curve(quantity, of: $0, name: quantity.name, look: look) }
            }
            return [chart(title, explanation, curves, runs, kimg)]
        }
        return known.map { quantity in
            let curves = runs.enumerated().map { look, run in
                curve(quantity, of: run, name: run.name, look: look)
            }
            let title = quantities.count == 1 ? title : "\(title), \(quantity.name)"
            return chart(title, quantity.explanation ?? explanation, curves, runs, kimg)
        }
    }

    private func chart(
        _ title: String, _ explanation: String, _ curves: [Curve], _ runs: [ReportedRun],
        _ kimg: Double
    ) -> Chart {
        // Of several runs only where all go through the same.
        let stages = Set(runs.map(\.stageMarks))
        return Chart(
            title: title, explanation: explanation, unit: unit, kimg: kimg,
            mayBeLogarithmic: mayBeLogarithmic, reference: reference,
            marks: stages.count == 1 ? stages.first ?? [] : [], curves: curves)
    }

    private func curve(
        _ quantity: Quantity, of run: ReportedRun, name: String, look: Int
    ) -> Curve {
        let values = run.history.records.compactMap { record in
            quantity.value(record).map { (x: record.kimg, y: $0) }
        }
        return Curve(
            name: name, look: look, pieces: CurvePieces(values), best: best?(run),
            note: note?(run))
    }
}

extension ReportedRun {
    /// Whether a line has a number that can be drawn.
    fileprivate func has(_ quantity: ChartTopic.Quantity) -> Bool {
        history.records.contains { quantity.value($0).map(AxisScale.isDrawable) ?? false }
    }
}
