import CIPS3DModel
import GANMetrics
import Testing

@Suite("Warnings about heads")
struct HeadWarningTests {
    private let good = HeadMeasures(
        heads: 16, viewError: 0.05, viewOverlap: 0.8, relief: 0.1, mirrorDifference: 0.6,
        crossingJump: 1.1, farWeight: 0, outsideDensity: 0.1, diversity: 0.2)

    private func warnings(_ change: (inout HeadMeasures) -> Void) -> [HeadWarning] {
        var measures = good
        change(&measures)
        return measures.warnings
    }

    @Test("good heads have none, and each threshold has its side")
    func thresholds() {
        #expect(good.warnings.isEmpty)
        #expect(warnings { $0.relief = 0.039 } == [.flat])
        #expect(warnings { $0.relief = 0.041 } == [])
        #expect(warnings { $0.mirrorDifference = 0.19 } == [.mirrorSymmetric])
        #expect(warnings { $0.mirrorDifference = 0.21 } == [])
        #expect(warnings { $0.crossingJump = 3.1 } == [.mirrorSymmetric])
        #expect(warnings { $0.crossingJump = 2.9 } == [])
        #expect(warnings { $0.diversity = 0.019 } == [.collapsed])
        #expect(warnings { $0.diversity = 0.021 } == [])
    }

    @Test("several are given together")
    func several() {
        let all = warnings { ($0.relief, $0.crossingJump, $0.diversity) = (0, 9, 0) }
        #expect(all == [.flat, .mirrorSymmetric, .collapsed])
    }

    @Test("each is one sentence that names settings there are", arguments: HeadWarning.allCases)
    func settings(_ warning: HeadWarning) throws {
        let text = warning.description
        #expect(text.hasSuffix(".") && !text.contains(". "))
        let named = text.split(separator: "`", omittingEmptySubsequences: false)
            .enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
        #expect(named.count >= 2)
        for setting in named {
            // Those without a value take any that is allowed.
            let override = setting.contains("=") ? setting : "\(setting)=20"
            _ = try Configuration.resolved(preset: .faces32, overrides: [override])
        }
    }
}
