import Foundation
import Fuzzing
import Testing

@Suite("Damage")
struct MutationTests {
    private let png = Data(
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0] + Array("IEND".utf8)
            + [0xAE, 0x42, 0x60, 0x82])

    private func changed(_ data: Data, seed: UInt64, index: Int) -> Data {
        var mutation = Mutation(FuzzRandom(seed: seed, index: index))
        return mutation.changed(data, with: png)
    }

    @Test("a case is the same each time, and others are others")
    func repeatable() {
        let text = Data("A file of some bytes that are not those of a picture.".utf8)
        let cases = (0..<200).map { changed(text, seed: 3, index: $0) }
        #expect(cases == (0..<200).map { changed(text, seed: 3, index: $0) })
        #expect(cases != (0..<200).map { changed(text, seed: 4, index: $0) })
        // One to eight changes; few of them come to the same.
        #expect(Set(cases).count > 190)
        #expect(cases.filter { $0 == text }.count < 10)
    }

    @Test("every length of file can be damaged, and none grows without end")
    func lengths() {
        for length in 0..<40 {
            for index in 0..<50 {
                let data = Data(repeating: 7, count: length)
                #expect(changed(data, seed: 1, index: index).count <= length + 8 * 16)
            }
        }
    }

    @Test("most damaged chunks of a PNG have the checksums that belong to them")
    func checksums() {
        // The chunk without content has a checksum that the specification prints.
        var whole = 0
        for index in 0..<400 {
            let data = changed(png + png.dropFirst(8), seed: 9, index: index)
            if data.dropFirst(8).starts(with: png.dropFirst(8)) { whole += 1 }
        }
        // Changes to the checksum itself are mended three times of four.
        #expect(whole > 40)
        let broken = png.dropLast() + [0]
        var mended = 0
        for index in 0..<400 where changed(broken, seed: 9, index: index) == png { mended += 1 }
        #expect(mended > 0)
    }
}
