import Foundation
import Glibc

/// A fixed number of cases from a seed: the same bytes in every run.
package struct FuzzCases {
    /// The readers' own bounds are a pickle of 16 MiB and a million instructions; files here have a
    /// few kilobytes, and a claim that is believed has gigabytes.
    private static let allowedGrowth = 256 << 20

    private var state: UInt64

    /// Cases that follow from a seed.
    package init(seed: UInt64) { state = seed }

    /// Lets this process map so much memory more than now, and no more.
    ///
    /// - Throws: Where the system does not say how much it has mapped.
    package static func limitMemory() throws {
        let pages =
            try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            .split(separator: " ").first.flatMap { Int($0) } ?? 0
        let bytes = rlim_t(pages * Int(getpagesize()) + allowedGrowth)
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        precondition(pages > 0 && setrlimit(__rlimit_resource_t(9), &limit) == 0)  // RLIMIT_AS
    }

    /// Runs cases and counts how they ended.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - valid: Files to change.
    ///   - beginning: What random bytes begin with, so that some pass the first check.
    ///   - read: Reads a file; its errors are ends like others.
    /// - Returns: How many cases ended in values and how many in errors.
    /// - Throws: Where a case's file cannot be written.
    package mutating func run(
        _ count: Int, from valid: [Data], beginning: Data, read: (URL) throws -> Void
    ) throws -> (values: Int, errors: Int) {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("cips3d-fuzz-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        var (values, errors) = (0, 0)
        for index in 0..<count {
            let data =
                index % 8 == 0
                ? beginning + random(count: below(2_000)) : changed(valid[below(valid.count)])
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

    /// One to eight changes: of a bit, of a byte, of a number, of the order, of the length.
    private mutating func changed(_ data: Data) -> Data {
        var data = data
        for _ in 0...below(8) where !data.isEmpty {
            let place = below(data.count)
            switch below(6) {
            case 0: data[place] ^= 1 << UInt8(below(8))
            case 1: data[place] = UInt8(below(256))
            case 2: for byte in place..<min(place + 8, data.count) { data[byte] = 0xFF }
            case 3: data.removeSubrange(place..<min(place + 1 + below(16), data.count))
            case 4: data.insert(contentsOf: data[place..<min(place + 16, data.count)], at: place)
            default: if below(8) == 0 { data = data.prefix(place) }
            }
        }
        return data
    }

    private mutating func random(count: Int) -> Data {
        Data((0..<count).map { _ in UInt8(below(256)) })
    }

    /// SplitMix64, as good as any here.
    private mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }
}
