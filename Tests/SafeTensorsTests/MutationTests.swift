import Foundation
import SafeTensors
import Testing

@Suite("Damaged files")
struct MutationTests {
    /// SplitMix64: small, and the same on every machine.
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }
    }

    /// Damages a file in one of the ways in which files get damaged or are made hostile.
    private func mutate(_ image: inout [UInt8], _ random: inout Random) {
        let place = Int.random(in: 0..<image.count, using: &random)
        let length = Int.random(in: 0...min(24, image.count - place), using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: image[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: image[place] = UInt8.random(in: .min ... .max, using: &random)
        case 2: image.removeSubrange(place..<place + length)
        case 3: image.insert(contentsOf: image[place..<place + length], at: place)
        case 4: image.removeLast(image.count - max(place, 1))
        case 5: image[Int.random(in: 0..<min(8, image.count), using: &random)] &+= 1
        default:
            let digits = image.indices.filter { (0x30...0x39).contains(image[$0]) }
            guard let digit = digits.randomElement(using: &random) else { return }
            image[digit] = UInt8.random(in: 0x30...0x39, using: &random)
        }
    }

    /// Reads everything and checks what an accepted file promises.
    private func readAll(_ file: SafeTensorsFile) throws {
        for (name, entry) in file.entries {
            let count = try file.withUnsafeBytes(of: name) { bytes in
                _ = bytes.reduce(0, ^)  // touches every byte
                return bytes.count
            }
            #expect(count == entry.shape.reduce(entry.type.byteCount, *))
            #expect(count == entry.byteRange.count)
            if let floats = try? file.floats(name) { #expect(floats.count == entry.elementCount) }
            if let values = try? file.integers(name) { #expect(values.count == entry.elementCount) }
        }
    }

    @Test("2000 damaged files are refused or read, and none does harm")
    func mutations() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            let intact = [UInt8](try Data(contentsOf: Fixture.everyType))
            var random = Random(state: 20_211_019)
            var refused = 0
            for _ in 0..<2000 {
                var image = intact
                for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&image, &random) }
                try Data(image).write(to: url)
                do {
                    try readAll(try SafeTensorsFile(contentsOf: url))
                } catch is SafeTensorsError {
                    refused += 1
                }
            }
            // Most damage hits the header and shows; damage to elements or names cannot.
            #expect(refused > 1000)
            #expect(refused < 2000)
        }
    }
}
