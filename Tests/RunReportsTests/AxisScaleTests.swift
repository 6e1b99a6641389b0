import RunReports
import Testing

@Suite("A scale")
struct AxisScaleTests {
    @Test(
        "every value is within it, with room to both sides",
        arguments: [
            [3.0], [0, 0], [-5, 5], [1e99, -1e99], [1e-300], [0.1, 0.1000001], [7, 9000],
        ])
    func holds(_ values: [Double]) {
        for mayBeLogarithmic in [false, true] {
            let scale = AxisScale(around: values, mayBeLogarithmic: mayBeLogarithmic)
            #expect(values.allSatisfy { (0...1).contains(scale.position($0)) })
            #expect(scale.position(values.max() ?? 0) < 1)
            #expect(!scale.ticks.values.isEmpty)
        }
    }

    @Test("it does not go below 0 for numbers that never do")
    func zero() {
        #expect(AxisScale(around: [0.01, 3], mayBeLogarithmic: false).range.lowerBound == 0)
        #expect(AxisScale(around: [-0.01, 3], mayBeLogarithmic: false).range.lowerBound < -0.01)
    }

    @Test("equal ratios are equally far apart where positive numbers spread a hundredfold")
    func logarithms() {
        let scale = AxisScale(around: [0.1, 100], mayBeLogarithmic: true)
        #expect(scale.isLogarithmic)
        let first = scale.position(1) - scale.position(0.1)
        // Rounding of the logarithms.
        #expect(abs(scale.position(10) - scale.position(1) - first) < 1e-12)
        #expect(!AxisScale(around: [0.1, 9], mayBeLogarithmic: true).isLogarithmic)
        #expect(!AxisScale(around: [0, 100], mayBeLogarithmic: true).isLogarithmic)
        #expect(!AxisScale(around: [0.1, 100], mayBeLogarithmic: false).isLogarithmic)
    }
}
