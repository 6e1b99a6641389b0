extension RunReport {
    /// What a reader has to know about the files.
    var notes: [String] {
        var notes = runs.filter { $0.history.brokenLines > 0 }.map { run in
            let count = run.history.brokenLines
            return "\(run.name): \(NumberText.whole(count)) \(count == 1 ? "line" : "lines") of "
                + "stats.jsonl cannot be read and \(count == 1 ? "is" : "are") left out."
        }
        if runs.contains(where: { $0.history.records.count > CurvePieces.mostPoints }) {
            notes.append(
                "Long curves are drawn as means of at most \(CurvePieces.mostPoints) bins of equal "
                    + "width; the band behind them is from the least to the largest value in each.")
        }
        return notes
    }

    /// The end of every chart.
    private var kimg: Double {
        runs.flatMap(\.history.records).map(\.kimg).filter(AxisScale.isDrawable).max() ?? 0
    }

    /// What every line of `stats.jsonl` says.
    var trainingSection: Page.Section {
        section("training", "Training", remarks: [], ChartTopic.training(of: runs))
    }

    /// How good the averaged generator is; a line that says why not where nothing was measured.
    var measuresSections: [Page.Section] {
        guard hasMeasures else {
            let why =
                "No line of stats.jsonl has measures: training did not measure, or has not yet."
            return [section("measures", "Measures", remarks: [why], [])]
        }
        let topics = HeadQuantity.all.map(\.topic)
        return [
            distanceSection,
            section("heads", "Three-dimensionality", remarks: withoutMeasures, topics),
        ]
    }

    private var distanceSection: Page.Section {
        let counts = Set(runs.flatMap(\.distances).map(\.terms.images)).sorted()
        guard let count = counts.first else {
            let why = "No distance was measured: there were no weights for its features."
            return section("distance", "Distance", remarks: [why], [])
        }
        let all = counts.map(NumberText.whole).joined(separator: ", ")
        let remark =
            counts.count == 1
            ? "Measured of \(NumberText.whole(count)) generated heads."
            : "Measured of different numbers of generated heads (\(all)), which cannot be compared: "
                + "fewer of them give a larger distance."
        return section(
            "distance", "Distance", remarks: [remark] + networkRemarks + withoutMeasures,
            networks.flatMap(ChartTopic.measured(over:)))
    }

    /// Networks over which distances were measured.
    private var networks: [String] {
        Set(runs.flatMap(\.distances).map(\.terms.network)).sorted()
    }

    private var networkRemarks: [String] {
        let changed = runs.filter { $0.comparableDistances.count < $0.distances.count }.map(\.name)
        let others =
            networks.count > 1
            ? [
                "Measured over different networks (\(networks.joined(separator: ", "))), whose "
                    + "numbers cannot be compared."
            ] : []
        let restarts =
            changed.isEmpty
            ? []
            : [
                "What is compared changed within \(changed.joined(separator: ", ")); the best "
                    + "is the lowest since."
            ]
        return others + restarts
    }

    /// Whether any run was measured.
    var hasMeasures: Bool { runs.contains { !$0.measured.isEmpty } }

    /// Runs that a chart of measures lacks.
    private var withoutMeasures: [String] {
        let names = runs.filter { $0.measured.isEmpty }.map(\.name)
        guard !names.isEmpty else { return [] }
        return ["Not measured: \(names.joined(separator: ", "))."]
    }

    private func section(
        _ anchor: String, _ heading: String, remarks: [String], _ topics: [ChartTopic]
    ) -> Page.Section {
        let charts = topics.flatMap { $0.charts(of: runs, kimg: kimg) }
        return Page.Section(
            anchor: anchor, heading: heading, remarks: remarks, figures: charts.map(figure))
    }

    private func figure(_ chart: Chart) -> Page.Figure {
        let legend = chart.curves.map { curve in
            Page.Entry(
                entryName: curve.name, classes: curve.classes, remark: Self.remark(curve))
        }
        // A run's only curve is what the title says already.
        let says = runs.count > 1 || legend.count > 1 || legend.contains { !$0.remark.isEmpty }
        return Page.Figure(
            caption: chart.title, explanation: chart.explanation, legend: says ? legend : [],
            drawings: chart.isEmpty ? [] : [ChartDrawing(chart).text], isEmpty: chart.isEmpty)
    }

    private static func remark(_ curve: Curve) -> String {
        if curve.pieces.pieces.isEmpty { return "no values" }
        let best = curve.best.map {
            "best \(NumberText.short($0.y)) at \(NumberText.short($0.x)) kimg"
        }
        return [best, curve.note].compactMap(\.self).joined(separator: ", ")
    }
}
