import RunReports
import Testing

@Suite("Ticks of an axis")
struct TicksTests {
    @Test(
        "they lie within the range, are equally far apart, and are neither few nor many",
        arguments: [
            (0, 1), (0, 40_000), (-0.45, 0.6), (38, 157), (1.386, 1.387), (-3, -2.9), (0, 1e-9),
            (-1e80, 1e80), (0, 0.544), (1e6, 1e6 + 1),
        ] as [(Double, Double)])
    func laws(_ low: Double, _ high: Double) throws {
        let range = low...high
        let ticks = Ticks(covering: range)
        // Steps of 1, 2 and 5: the next one is at most 2.5 times as large as wanted.
        #expect((2...8).contains(ticks.values.count))
        #expect(ticks.values.allSatisfy(range.contains))
        #expect(ticks.labels.count == ticks.values.count)
        #expect(Set(ticks.labels).count == ticks.labels.count, "\(ticks.labels)")
        let gaps = zip(ticks.values.dropFirst(), ticks.values).map(-)
        let step = try #require(gaps.first)
        // Rounding of the ticks themselves, which may be far larger than the step.
        let rounding = 4 * max(abs(range.lowerBound), abs(range.upperBound)).ulp
        #expect(gaps.allSatisfy { abs($0 - step) <= rounding })
    }

    @Test("steps are 1, 2 and 5 times powers of ten, written without needless digits")
    func labels() {
        #expect(
            Ticks(covering: 0...1, atMost: 5).labels == ["0", "0.2", "0.4", "0.6", "0.8", "1"])
        #expect(Ticks(covering: 38...157, atMost: 5).labels == ["50", "100", "150"])
        #expect(Ticks(covering: 0...0.7, atMost: 7).values.count == 8)
        #expect(
            Ticks(covering: 0...40_000, atMost: 4).labels
                == ["0", "10,000", "20,000", "30,000", "40,000"])
        #expect(
            Ticks(covering: -0.1...0.1, atMost: 4).labels == ["-0.1", "-0.05", "0", "0.05", "0.1"])
        #expect(Ticks(covering: 0...3e9, atMost: 3).labels == ["0", "1e9", "2e9", "3e9"])
    }

    @Test("a logarithmic axis has powers of ten, and parts of them where they are few")
    func decades() {
        #expect(
            Ticks(decadesIn: 0.15...30).labels
                == ["0.2", "0.5", "1", "2", "5", "10", "20"])
        #expect(
            Ticks(decadesIn: 0.9e-3...2e3).labels
                == ["0.001", "0.01", "0.1", "1", "10", "100", "1000"])
        #expect(Ticks(decadesIn: 1e-30...1e30).values.count <= 7)
        #expect(Ticks(decadesIn: 1e-30...1e30).labels.first == "1e-30")
    }
}
