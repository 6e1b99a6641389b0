import Foundation
import Fuzzing
import Glibc

/// Reads damaged files in this process and writes down which one is next.
struct FuzzChild {
    /// No batch computes for so long; who hangs without a supervisor ends all the same.
    private static let mostSeconds: rlim_t = 900

    private let files: SeedFiles
    private let seed: UInt64
    private let room: FuzzRoom

    init(_ files: SeedFiles, seed: UInt64, room: FuzzRoom) {
        (self.files, self.seed, self.room) = (files, seed, room)
    }

    /// Reads some cases; a crash, or an error that is no sentence, ends the process.
    func run(_ batch: FuzzBatch, megabytes: Int) throws {
        let next = room.openProgress()
        defer { close(next) }
        var time = rlimit(rlim_cur: Self.mostSeconds, rlim_max: Self.mostSeconds)
        setrlimit(__rlimit_resource_t(0), &time)  // RLIMIT_CPU
        try MemoryLimit.set(growth: megabytes << 20)
        let supervisor = getppid()
        var progress = FuzzRoom.Progress(index: batch.first)
        for index in batch.first..<batch.first + batch.count where getppid() == supervisor {
            progress.index = index
            FuzzRoom.write(progress, to: next)
            let fuzzed = FuzzCase(files, seed: seed, index: index)
            let file = room.folder.appendingPathComponent("case.\(fuzzed.ending)")
            try fuzzed.data.write(to: file)
            let end = try Reading(fuzzed.kind).end(of: file)
            if end == nil { progress.values += 1 } else { progress.sentences += 1 }
        }
        FuzzRoom.write(progress, to: next)
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
