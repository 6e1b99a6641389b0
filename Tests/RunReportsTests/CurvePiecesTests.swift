import RunReports
import Testing

@Suite("The points of a curve")
struct CurvePiecesTests {
    private func wave(_ count: Int) -> [(x: Double, y: Double)] {
        (0..<count).map { (x: Double($0), y: Double(($0 * 7_919) % 1_009) - 500) }
    }

    @Test("a short series stays as it is")
    func short() {
        let values = wave(200)
        let curve = CurvePieces(values)
        #expect(!curve.isThinned)
        #expect(curve.pieces.count == 1)
        #expect(curve.points.map(\.x) == values.map(\.x))
        #expect(curve.points.map(\.y) == values.map(\.y))
        #expect(curve.points.allSatisfy { $0.count == 1 && $0.low == $0.y && $0.high == $0.y })
    }

    @Test(
        "thinning keeps all measurements, their mean, and the least and largest value",
        arguments: [201, 1_000, 100_000])
    func thinned(_ count: Int) {
        let values = wave(count)
        let curve = CurvePieces(values)
        #expect(curve.isThinned)
        #expect(curve.points.count <= CurvePieces.mostPoints)
        #expect(curve.points.count > CurvePieces.mostPoints / 2)
        #expect(curve.points.reduce(0) { $0 + $1.count } == count)
        #expect(curve.points.map(\.low).min() == values.map(\.y).min())
        #expect(curve.points.map(\.high).max() == values.map(\.y).max())
        #expect(curve.points.allSatisfy { $0.low <= $0.y && $0.y <= $0.high })
        let mean = values.map(\.y).reduce(0, +) / Double(count)
        let thinned = curve.points.reduce(0) { $0 + $1.y * Double($1.count) } / Double(count)
        // Double precision over 100,000 values of at most 509.
        #expect(abs(mean - thinned) < 1e-8)
    }

    @Test("points are in order, whatever the order of the lines")
    func order() {
        for count in [150, 5_000] {
            let curve = CurvePieces(wave(count).shuffled())
            #expect(curve.points == CurvePieces(wave(count)).points)
            #expect(zip(curve.points, curve.points.dropFirst()).allSatisfy { $0.x < $1.x })
        }
    }

    @Test("values that are not finite leave gaps", arguments: [Double.nan, .infinity, -.infinity])
    func gaps(_ missing: Double) {
        var values = wave(9)
        for index in [0, 3, 4, 6] { values[index].y = missing }
        let curve = CurvePieces(values)
        #expect(curve.pieces.map { $0.map(\.x) } == [[1, 2], [5], [7, 8]])
    }

    @Test("a gap survives thinning, a missing value among others does not tear the curve")
    func thinnedGaps() {
        var values = wave(10_000)
        for index in 4_000..<5_000 { values[index].y = .nan }
        values[8_000].y = .nan
        let curve = CurvePieces(values)
        #expect(curve.pieces.count == 2)
        #expect(curve.points.reduce(0) { $0 + $1.count } == 8_999)
        #expect(curve.points.allSatisfy { !(4_000..<5_000).contains($0.x) })
    }

    @Test("stretches without measurements are no gaps")
    func sparse() {
        let values = wave(300) + wave(300).map { (x: $0.x + 100_000, y: $0.y) }
        #expect(CurvePieces(values).pieces.count == 1)
    }

    @Test("nothing, nothing finite, and one place only are no trouble")
    func degenerate() {
        #expect(CurvePieces([]).pieces.isEmpty)
        #expect(CurvePieces([(x: 1, y: .nan)]).pieces.isEmpty)
        #expect(CurvePieces([(x: .nan, y: 1)]).pieces.isEmpty)
        let same = CurvePieces((0..<500).map { (x: 3, y: Double($0)) })
        #expect(same.points.count == 1)
        #expect(same.points.first?.high == 499)
        // Larger than any measurement, and too large to calculate with.
        #expect(CurvePieces([(x: 1, y: 1e300), (x: 2, y: 1)]).points.map(\.x) == [2])
    }
}
