import Foundation
import Fuzzing
import Glibc

/// How much memory reading may take.
struct MemoryBound {
    let megabytes: Int

    /// Sets it for this process and for good.
    func set() throws { try MemoryLimit.set(growth: megabytes << 20) }
}

/// Reads damaged files in this process and writes down which one is next.
struct FuzzChild {
    private let files: SeedFiles
    private let seed: UInt64
    private let progress: String?

    init(_ files: SeedFiles, seed: UInt64, progress: String?) {
        (self.files, self.seed, self.progress) = (files, seed, progress)
    }

    /// Reads some cases; a crash, or an error that is no sentence, ends the process.
    func run(_ batch: FuzzBatch, _ bound: MemoryBound) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("cips3d-fuzz-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let next = progress.map { open($0, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) } ?? -1
        defer { if next >= 0 { close(next) } }
        try bound.set()
        for index in batch.first..<batch.first + batch.count {
            var number = Int64(index)
            if next >= 0 { pwrite(next, &number, 8, 0) }
            let fuzzed = FuzzCase(files, seed: seed, index: index)
            let file = folder.appendingPathComponent("case.\(fuzzed.ending)")
            try fuzzed.data.write(to: file)
            _ = try Reading(fuzzed.kind).end(of: file)
            try FileManager.default.removeItem(at: file)
        }
    }
}

/// One damaged file.
struct FuzzCase {
    let kind: FileKind
    let ending: String
    let data: Data

    /// The case of a number, always the same.
    init(_ files: SeedFiles, seed: UInt64, index: Int) {
        var random = FuzzRandom(seed: seed, index: index)
        let file = files.files[random.below(files.count)]
        let alike = files.files.filter { $0.kind == file.kind }
        let other = alike[random.below(alike.count)]
        kind = file.kind
        ending = file.kind.ending(file.name)
        let isNoise = random.below(32) == 0
        let start = 4 + random.below(60)
        var mutation = Mutation(random)
        data =
            isNoise
            ? mutation.noise(after: file.data.prefix(start), most: 2_000)
            : mutation.changed(file.data, with: other.data)
    }
}
