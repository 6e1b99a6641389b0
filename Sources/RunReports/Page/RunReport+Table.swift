import CIPS3DTraining
import GANMetrics

extension RunReport {
    /// The table of the newest numbers.
    var groups: [Page.Group] {
        let measures = hasMeasures ? [distanceGroup, headsGroup] : []
        return [progressGroup, lossesGroup] + measures + [originGroup]
    }

    private var progressGroup: Page.Group {
        Page.Group(
            groupName: "Progress",
            rows: [
                row("Photographs seen", "kimg") { NumberText.short($0.last?.kimg) },
                row("Steps") { $0.last.map { NumberText.whole($0.step) } ?? NumberText.none },
                row("Time of training") {
                    $0.last.map { NumberText.duration(seconds: $0.seconds) } ?? NumberText.none
                },
                row("Speed", "photographs a second, mean") { NumberText.short($0.meanSpeed) },
            ])
    }

    private var lossesGroup: Page.Group {
        Page.Group(
            groupName: "Last line",
            rows: [
                lastRow(
                    "Loss of the discriminators", "1.39 where they cannot tell",
                    \.discriminatorLoss),
                lastRow("Loss of the generator", "", \.generatorLoss),
                lastRow("Logit of photographs", "", \.realLogit),
                lastRow("Logit of generated heads", "", \.fakeLogit),
                lastRow("R1 penalty", "as it entered the loss", \.r1Penalty),
            ])
    }

    private var distanceGroup: Page.Group {
        let hint = "lower is better"
        let bests = runs.map(\.bestDistance)
        let row = self.row("Best", hint) { $0.bestDistance?.text ?? NumberText.none }
        // Distances over different numbers of images cannot be compared.
        let isComparable = Set(bests.compactMap { $0?.images }).count == 1
        return Page.Group(
            groupName: "Distance (fd-efficientnet)",
            rows: [
                isComparable ? row.marking(Direction.lower.best(of: bests.map { $0?.value })) : row,
                self.row("Last", hint) { $0.distances.last?.text ?? NumberText.none },
            ])
    }

    private var headsGroup: Page.Group {
        let last = runs.map { $0.measured.last?.measures.heads }
        let rows = HeadQuantity.all.map { quantity in
            row(quantity.title, "\(quantity.unit), \(quantity.direction.words)") { run in
                NumberText.short(run.measured.last.map { quantity.value($0.measures.heads) })
            }
            .marking(quantity.direction.best(of: last.map { $0.map(quantity.value) }))
        }
        let when = row("Measured at", "kimg, and heads looked at") { run in
            run.measured.last.map { "\(NumberText.short($0.kimg)), \($0.measures.heads.heads)" }
                ?? NumberText.none
        }
        let seconds = row("Time of measuring", "in all, beside training") { run in
            let seconds = run.measured.map(\.measures.seconds).reduce(0, +)
            return run.measured.isEmpty ? NumberText.none : NumberText.duration(seconds: seconds)
        }
        return Page.Group(groupName: "Three-dimensionality, last", rows: rows + [when, seconds])
    }

    /// Where runs come from.
    var originGroup: Page.Group {
        Page.Group(
            groupName: "Origin",
            rows: [
                row("Data", "folder or file", \.dataName),
                row("Seed") { String($0.description.seed) },
                row("Device", "", \.description.device),
                row("Goal", "", \.description.goalText),
                row("Versions", "", \.description.versionsText),
                row("Begun") { DateText.readable($0.description.began) },
            ])
    }

    private func lastRow(
        _ label: String, _ hint: String, _ value: (StatisticsRecord) -> Double?
    ) -> Page.Row {
        row(label, hint) { NumberText.short($0.last.flatMap(value)) }
    }

    private func row(
        _ label: String, _ hint: String = "", _ text: (ReportedRun) -> String
    ) -> Page.Row {
        Page.Row(label: label, hint: hint, cells: runs.map { Page.Cell(text: text($0)) })
    }
}

extension Page.Row {
    /// The row with some of its cells marked as the best.
    fileprivate func marking(_ best: Set<Int>) -> Page.Row {
        let cells = cells.enumerated().map { Page.Cell(text: $1.text, isBest: best.contains($0)) }
        return Page.Row(label: label, hint: hint, cells: cells)
    }
}
