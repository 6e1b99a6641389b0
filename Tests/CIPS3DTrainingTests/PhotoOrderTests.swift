import CIPS3DTraining
import Testing

@Suite("The order of photographs")
struct PhotoOrderTests {
    private func visits(_ range: Range<Int>, seed: UInt64 = 7) -> [PhotoOrder.Visit] {
        var order = PhotoOrder(seed: seed, count: 101, mirrors: true)
        return range.map { order.visit($0) }
    }

    @Test("every epoch shows each photograph once, in an order of its own")
    func permutations() {
        let epochs = (0..<4).map { epoch in
            visits(epoch * 101..<(epoch + 1) * 101).map(\.index)
        }
        for epoch in epochs { #expect(epoch.sorted() == Array(0..<101)) }
        #expect(Set(epochs).count == 4)
        #expect(visits(0..<101, seed: 8).map(\.index) != epochs[0])
    }

    @Test("the position alone decides, wherever one begins and in whatever order one asks")
    func positionDecides() {
        let all = visits(0..<404)
        #expect(visits(150..<404) == Array(all[150...]))
        var order = PhotoOrder(seed: 7, count: 101, mirrors: true)
        for position in [300, 5, 299, 101, 100, 0] {
            #expect(order.visit(position) == all[position])
        }
    }

    @Test("about half of the visits are mirrored, none where that is turned off")
    func mirrors() {
        // 4040 fair coins: 6 standard deviations are 191.
        let mirrored = visits(0..<4_040).filter(\.isMirrored).count
        #expect(abs(mirrored - 2_020) < 191)
        var plain = PhotoOrder(seed: 7, count: 101, mirrors: false)
        for position in 0..<404 { #expect(!plain.visit(position).isMirrored) }
    }

    @Test("orders of following epochs have nothing in common")
    func independence() {
        // A photograph keeps its place with probability 1/101: 24 expected in 24 pairs of epochs.
        let places = (0..<25).map { epoch in
            visits(epoch * 101..<(epoch + 1) * 101).map(\.index)
        }
        let kept = zip(places, places.dropFirst()).map { a, b in
            zip(a, b).filter { $0 == $1 }.count
        }
        #expect(kept.reduce(0, +) < 60)
    }

    @Test("one photograph comes again and again")
    func single() {
        var order = PhotoOrder(seed: 1, count: 1, mirrors: true)
        #expect((0..<9).map { order.visit($0).index } == Array(repeating: 0, count: 9))
    }
}
