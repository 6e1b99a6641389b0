import CIPS3DModel
import Testing

@Suite("Codes of a head")
struct HeadCodesTests {
    private func configuration(shape: Int, appearance: Int) -> GeneratorConfiguration {
        var configuration = GeneratorConfiguration()
        configuration.shapeLatentWidth = shape
        configuration.appearanceLatentWidth = appearance
        return configuration
    }

    @Test("a wider code begins like a narrower one, and the other code does not change")
    func prefixes() {
        let narrow = HeadCodes(seed: 7, configuration: configuration(shape: 3, appearance: 128))
        let wide = HeadCodes(seed: 7, configuration: configuration(shape: 256, appearance: 512))
        #expect(narrow.shape.count == 3 && wide.shape.count == 256)
        #expect(narrow.appearance.count == 128 && wide.appearance.count == 512)
        #expect(Array(wide.shape.prefix(3)) == narrow.shape)
        #expect(Array(wide.appearance.prefix(128)) == narrow.appearance)
    }

    @Test("the first numbers of seed 7 never change")
    func recorded() {
        let codes = HeadCodes(seed: 7, configuration: configuration(shape: 2, appearance: 2))
        // Recorded from a separate program in Python.
        #expect(codes.shape.map(\.bitPattern) == [0x3f76_e06b, 0xbf88_2911])
        #expect(codes.appearance.map(\.bitPattern) == [0x3f1d_26a9, 0xbf2a_547d])
    }

    @Test("one seed's shape goes with another seed's appearance")
    func mixed() {
        let sizes = configuration(shape: 16, appearance: 16)
        let (a, b) = (
            HeadCodes(seed: 3, configuration: sizes), HeadCodes(seed: 4, configuration: sizes)
        )
        let mixed = HeadCodes(shapeSeed: 3, appearanceSeed: 4, configuration: sizes)
        #expect(mixed.shape == a.shape && mixed.appearance == b.appearance)
        #expect(a.shape != b.shape && a.appearance != b.appearance)
        #expect(a.shape != a.appearance)
    }

    @Test("a thousand seeds give a thousand heads")
    func different() {
        let sizes = configuration(shape: 1, appearance: 1)
        let firsts = Set((0..<1_000).map { HeadCodes(seed: $0, configuration: sizes).shape })
        #expect(firsts.count == 1_000)
    }

    @Test("mean codes are the same 10,000 in batches of any size")
    func meanCodes() {
        let sizes = configuration(shape: 3, appearance: 5)
        func all(by size: Int) -> (count: Int, shapes: [Float], appearances: [Float]) {
            var codes = MeanCodes(configuration: sizes)
            var result = (count: 0, shapes: [Float](), appearances: [Float]())
            while let batch = codes.nextBatch(of: size) {
                #expect(batch.count <= size && batch.shapes.count == 3 * batch.count)
                result.count += batch.count
                result.shapes += batch.shapes
                result.appearances += batch.appearances
            }
            return result
        }
        let (whole, parts) = (all(by: 20_000), all(by: 999))
        #expect(whole.count == 10_000 && parts.count == 10_000)
        #expect(whole.shapes == parts.shapes && whole.appearances == parts.appearances)
        #expect(whole.appearances.count == 50_000)
        let head = HeadCodes(seed: 0, configuration: sizes)
        #expect(Array(whole.shapes.prefix(3)) != head.shape)
    }

    @Test("a truncation of 1 is off")
    func truncation() {
        #expect(Truncation.off.isOff && Truncation(psi: 1) == .off)
        #expect(!Truncation(psi: 0.7).isOff)
    }
}
