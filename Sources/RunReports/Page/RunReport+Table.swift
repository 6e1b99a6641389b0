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
        let undecided = UndecidedLevels(runs).discriminators + " where they cannot tell"
        let entered = "as it entered the loss"
        let optional: [Page.Row?] = [
            optionalRow("R1 penalty", entered, \.r1Penalty),
            optionalRow(
                "View penalty of the discriminators", entered, \.discriminatorViewPenalty),
            optionalRow("View penalty of the generator", entered, \.generatorViewPenalty),
        ]
        let rows = [
            lastRow("Loss of the discriminators", undecided, \.discriminatorLoss),
            lastRow("Loss of the generator", "", \.generatorLoss),
            lastRow("Logit of photographs", "", \.realLogit),
            lastRow("Logit of generated heads", "", \.fakeLogit),
        ]
        return Page.Group(groupName: "Last line", rows: rows + optional.compactMap(\.self))
    }

    private var distanceGroup: Page.Group {
        let hint = "Fréchet, lower is better"
        let last = runs.map(\.distances.last)
        // Over different networks, or of different numbers of images, none is the best; nor is one
        // where only some are flattered.
        let isComparable = Set(last.compactMap { $0?.terms }).count == 1
        let marking = { (row: Page.Row, direction: Direction, values: [Double?]) in
            isComparable ? row.marking(direction.best(of: values)) : row
        }
        let best = row("Best", hint) { $0.bestDistance?.text ?? NumberText.none }
        let newest = row("Last", hint) { $0.distances.last?.text ?? NumberText.none }
        let network = row("Network", "whose features are compared") {
            $0.distances.last?.terms.networkText ?? NumberText.none
        }
        let precision = row("Precision", "last, higher is better") {
            NumberText.short($0.distances.last?.precision)
        }
        let recall = row("Recall", "last, higher is better") {
            NumberText.short($0.distances.last?.recall)
        }
        return Page.Group(
            groupName: "Distance to the photographs",
            rows: [
                marking(best, .lower, runs.map { $0.bestDistance?.value }), newest, network,
                marking(precision, .higher, last.map { $0?.precision }),
                marking(recall, .higher, last.map { $0?.recall }),
            ])
    }

    private var headsGroup: Page.Group {
        let last = runs.map { $0.measured.last?.measures.heads }
        let rows = HeadQuantity.all.map { quantity in
            row(quantity.title, "\(quantity.unit), \(quantity.direction.words)") { run in
                NumberText.short(run.measured.last.flatMap { quantity.value($0.measures.heads) })
            }
            .marking(quantity.direction.best(of: last.map { $0.flatMap(quantity.value) }))
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
                row("Goal", "", \.goalText),
                row("Versions", "", \.description.versionsText),
                row("Begun") { DateText.readable($0.description.began) },
            ])
    }

    private func lastRow(
        _ label: String, _ hint: String, _ value: (StatisticsRecord) -> Double?
    ) -> Page.Row {
        row(label, hint) { NumberText.short($0.last.flatMap(value)) }
    }

    /// None where no run has the number.
    private func optionalRow(
        _ label: String, _ hint: String, _ value: (StatisticsRecord) -> Double?
    ) -> Page.Row? {
        let isKnown = runs.contains { $0.history.records.contains { value($0) != nil } }
        return isKnown ? lastRow(label, hint, value) : nil
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
