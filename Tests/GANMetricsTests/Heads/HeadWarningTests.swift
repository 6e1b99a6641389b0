import CIPS3DModel
import Foundation
import GANMetrics
import RunSettings
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

    @Test(
        "faces that are bent the wrong way are hollow, and of those nobody measured nothing is said"
    )
    func hollow() {
        #expect(good.prominence == nil)
        #expect(warnings { $0.prominence = -0.051 } == [.hollow])
        #expect(warnings { $0.prominence = -0.049 } == [])
        // A surface that is nowhere has none, and other warnings for it.
        #expect(warnings { $0.prominence = 0 } == [])
    }

    @Test("heads that differ by far less than photographs do have collapsed")
    func relativeCollapse() {
        #expect(good.relativeDiversity == nil)
        // Diversity is 0.2; the threshold is 0.4 of the photographs'.
        #expect(warnings { $0.photographDiversity = 0.51 } == [.collapsed])
        #expect(warnings { $0.photographDiversity = 0.49 } == [])
        var measures = good
        measures.photographDiversity = 0.25
        #expect(measures.relativeDiversity == 0.2 / 0.25)
        // Photographs that are all alike are nothing to hold heads against.
        measures.photographDiversity = 0
        #expect(measures.relativeDiversity == nil && measures.warnings.isEmpty)
    }

    @Test("measures that earlier versions wrote are read, without what they did not measure")
    func earlierMeasures() throws {
        let text = """
            {"heads":16,"viewError":0.05,"viewOverlap":0.8,"relief":0.1,"mirrorDifference":0.6,\
            "crossingJump":1.1,"farWeight":0,"outsideDensity":0.1,"diversity":0.2}
            """
        #expect(try JSONDecoder().decode(HeadMeasures.self, from: Data(text.utf8)) == good)
        var measures = good
        (measures.prominence, measures.photographDiversity) = (0.3, 0.25)
        let encoded = try JSONEncoder().encode(measures)
        #expect(try JSONDecoder().decode(HeadMeasures.self, from: encoded) == measures)
    }

    @Test("several are given together")
    func several() {
        let all = warnings {
            ($0.relief, $0.crossingJump, $0.diversity) = (0, 9, 0)
            $0.prominence = -1
        }
        #expect(all == [.flat, .hollow, .mirrorSymmetric, .collapsed])
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
