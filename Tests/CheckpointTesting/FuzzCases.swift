import Foundation
import Fuzzing

/// A fixed number of cases from a seed: the same bytes in every run.
package struct FuzzCases {
    /// The readers' own bounds are a pickle of 16 MiB and a million instructions; files here have a
    /// few kilobytes, and a claim that is believed has gigabytes.
    private static let allowedGrowth = 256 << 20

    private let seed: UInt64

    /// Cases that follow from a seed.
    package init(seed: UInt64) { self.seed = seed }

    /// Lets this process map so much memory more than now, and no more.
    ///
    /// - Throws: Where the system does not say how much it has mapped.
    package static func limitMemory() throws { try MemoryLimit.set(growth: allowedGrowth) }

    /// Runs cases and counts how they ended.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - valid: Files to change.
    ///   - beginning: What random bytes begin with, so that some pass the first check.
    ///   - read: Reads a file; its errors are ends like others.
    /// - Returns: How many cases ended in values and how many in errors.
    /// - Throws: Where a case's file cannot be written.
    package func run(
        _ count: Int, from valid: [Data], beginning: Data, read: (URL) throws -> Void
    ) throws -> (values: Int, errors: Int) {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("cips3d-fuzz-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        var (values, errors) = (0, 0)
        for index in 0..<count {
            var random = FuzzRandom(seed: seed, index: index)
            let (one, other) = (valid[random.below(valid.count)], valid[random.below(valid.count)])
            var mutation = Mutation(random)
            let data =
                index % 8 == 0
                ? mutation.noise(after: beginning, most: 2_000) : mutation.changed(one, with: other)
            try data.write(to: file)
            do {
                try read(file)
                values += 1
            } catch {
                _ = "\(error)"  // the sentence is made too
                errors += 1
            }
        }
        return (values, errors)
    }
}
