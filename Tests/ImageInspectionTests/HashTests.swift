import ImageFiles
import ImageInspection
import Testing

@Suite("Hashes and thumbnails")
struct HashTests {
    @Test("the index finds exactly the hashes within four bits, whichever bits they are")
    func indexIsComplete() {
        var generator = LinearGenerator(state: 5)
        var hashes: [DifferenceHash] = []
        for _ in 0..<100 {
            let center = UInt64.random(in: 0...UInt64.max, using: &generator)
            for _ in 0..<20 {
                let flips = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                    UInt64(1) << UInt64.random(in: 0..<64, using: &generator)
                }
                hashes.append(DifferenceHash(bits: flips.reduce(center) { $0 ^ $1 }))
            }
        }
        var index = HashIndex(capacity: hashes.count)
        for (count, hash) in hashes.enumerated() {
            let expected = (0..<count).filter { hashes[$0].distance(to: hash) <= 4 }
            #expect(index.numbers(near: hash) == expected)
            index.append(hash)
        }
    }

    @Test("an index that was made for fewer hashes, or for one, still finds all")
    func smallCapacity() {
        for capacity in [0, 1, 2, 3] {
            var index = HashIndex(capacity: capacity)
            for bits in 0..<64 as Range<UInt64> { index.append(DifferenceHash(bits: 1 << bits)) }
            #expect(index.numbers(near: DifferenceHash(bits: 1)) == Array(0..<64))
            #expect(index.numbers(near: DifferenceHash(bits: .max)).isEmpty)
        }
    }

    @Test("averages keep the mean, leave constants alone and mirror with the values")
    func averages() {
        let values = (0..<23).map { Double($0 * $0 % 17) }
        for count in [1, 7, 16, 23, 40] {
            let average = AreaAverage(from: values.count, to: count)
            let (ahead, back) = (average(values), average(values.reversed()))
            #expect(ahead.count == count)
            // Sums of doubles in another order: a few units in the last of 53 bits.
            let difference =
                ahead.reduce(0, +) / Double(count) - values.reduce(0, +) / Double(values.count)
            #expect(abs(difference) < 1e-12)
            for (a, b) in zip(ahead, back.reversed()) { #expect(abs(a - b) < 1e-12) }
            for value in average([Double](repeating: 5, count: 23)) {
                #expect(abs(value - 5) < 1e-12)
            }
        }
        #expect(AreaAverage(from: 4, to: 2)([1, 3, 5, 9]) == [2, 7])
        #expect(AreaAverage(from: 2, to: 4)([2, 6]) == [2, 2, 6, 6])
        #expect(AreaAverage(from: 3, to: 2)([3, 6, 9]) == [4, 8])
    }

    @Test("a hash says where the picture becomes brighter, from the top left")
    func hash() {
        let rows = { (row: (Int) -> UInt8) in
            DifferenceHash(of: GreyThumbnail(values: (0..<256).map { row($0) })).bits
        }
        #expect(rows { UInt8($0 % 16 * 10) } == .max)
        #expect(rows { UInt8(200 - $0 % 16 * 10) } == 0)
        #expect(rows { _ in 9 } == 0)
        // Brighter to the right in the upper half alone.
        #expect(rows { $0 < 128 ? UInt8($0 % 16 * 10) : 0 } == 0xFFFF_FFFF_0000_0000)
    }

    @Test("correlation does not see gain and offset, and is 0 where there is nothing to see")
    func correlation() {
        let picture = GreyThumbnail(values: (0..<256).map { UInt8($0 * $0 % 101) })
        let changed = GreyThumbnail(values: picture.values.map { 2 * $0 + 9 })
        let inverted = GreyThumbnail(values: picture.values.map { 255 - $0 })
        let plain = GreyThumbnail(values: [UInt8](repeating: 7, count: 256))
        // Sums are whole; what is left are two square roots and a division.
        #expect(abs(picture.correlation(with: changed) - 1) < 1e-12)
        #expect(abs(picture.correlation(with: inverted) + 1) < 1e-12)
        #expect(picture.correlation(with: plain) == 0)
        #expect(plain.correlation(with: plain) == 0)
        #expect(plain.isFlat && !picture.isFlat)
    }

    @Test("images of any size have thumbnails, of one pixel and of one row too")
    func anySize() {
        for (width, height) in [(1, 1), (1, 40), (3, 2), (15, 17), (300, 20)] {
            let image = Picture(seed: 3).image(width: width, height: height)
            let scan = SquareScan(image)
            let mean = scan.thumbnail.values.reduce(0) { $0 + Double($1) } / 256
            // Each of the thumbnail's values is rounded by at most a half.
            #expect(abs(mean - scan.brightness) <= 0.5)
        }
    }
}
