import Foundation
import ModelEvaluation

/// What `evaluate` found: a table for people, JSON for machines.
struct EvaluationReport: Codable {
    let values: [MetricValue]

    /// Given numbers.
    init(_ values: [MetricValue]) { self.values = values }

    /// The table, a line each: every number, and its protocol below it.
    var lines: [String] {
        let width = values.map(\.name.count).max() ?? 0
        return values.enumerated().flatMap { index, value in
            let name = value.name.padding(toLength: width + 2, withPad: " ", startingAt: 0)
            // Numbers of one protocol stand together above it.
            let isLast =
                index + 1 == values.count || values[index + 1].protocol != value.protocol
            return [name + Self.number(value) + "  " + Self.direction(value.good)]
                + value.warnings.map { "    Warning: \($0)" }
                + (isLast ? ["    \(value.protocol.line)"] : [])
        }
    }

    private static func number(_ value: MetricValue) -> String {
        let mean = String(format: "%10.4f", value.value)
        let spread = value.spread.map { String(format: " ± %.4f", $0) } ?? ""
        return mean + spread.padding(toLength: 11, withPad: " ", startingAt: 0)
    }

    private static func direction(_ good: MetricValue.Good) -> String {
        switch good {
        case .lower: "lower is better"
        case .higher: "higher is better"
        case .one: "1 is best"
        }
    }
}
