import CIPS3DTraining

/// What a chart is about, before there are runs.
struct ChartTopic: Sendable {
    /// A number of some or all lines of `stats.jsonl`.
    struct Quantity: Sendable {
        /// Whose it is, beside others of the topic.
        let name: String
        /// What to say where it has a chart of its own, if not the same as of the topic.
        var explanation: String?
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
    /// Whether the lowest measurement is marked.
    var marksLowest = false
    /// At least one.
    let quantities: [Quantity]

    /// Draws runs: one run's quantities in one chart; several runs in a chart for each quantity.
    ///
    /// - Parameters:
    ///   - runs: At least one.
    ///   - kimg: The end of the horizontal axis.
    /// - Returns: At least one chart.
    func charts(of runs: [ReportedRun], kimg: Double) -> [Chart] {
        guard runs.count > 1 else {
            let curves = quantities.enumerated().flatMap { look, quantity in
                runs.map { curve(quantity, of: $0, name: quantity.name, look: look) }
            }
            return [chart(title, explanation, curves, kimg)]
        }
        return quantities.map { quantity in
            let curves = runs.enumerated().map { look, run in
                curve(quantity, of: run, name: run.name, look: look)
            }
            let title = quantities.count == 1 ? title : "\(title), \(quantity.name)"
            return chart(title, quantity.explanation ?? explanation, curves, kimg)
        }
    }

    private func chart(
        _ title: String, _ explanation: String, _ curves: [Curve], _ kimg: Double
    ) -> Chart {
        Chart(
            title: title, explanation: explanation, unit: unit, kimg: kimg,
            mayBeLogarithmic: mayBeLogarithmic, reference: reference, curves: curves)
    }

    private func curve(
        _ quantity: Quantity, of run: ReportedRun, name: String, look: Int
    ) -> Curve {
        let values = run.history.records.compactMap { record in
            quantity.value(record).map { (x: record.kimg, y: $0) }
        }
        let drawn = values.filter { AxisScale.isDrawable($0.x) && AxisScale.isDrawable($0.y) }
        let lowest = marksLowest ? drawn.min { $0.y < $1.y } : nil
        return Curve(
            name: name, look: look, pieces: CurvePieces(values),
            best: lowest.map { CurvePoint(x: $0.x, y: $0.y) })
    }
}
