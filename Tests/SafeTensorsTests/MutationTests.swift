import Foundation
import Fuzzing
import SafeTensors
import Testing

@Suite("Damaged files")
struct MutationTests {
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
            let intact = try Data(contentsOf: Fixture.everyType)
            var refused = 0
            for index in 0..<2000 {
                var mutation = Mutation(FuzzRandom(seed: 20_211_019, index: index))
                try mutation.changed(intact, with: intact).write(to: url)
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
