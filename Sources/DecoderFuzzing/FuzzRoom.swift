import Foundation
import Glibc

/// A folder of one child: what it reads, how far it is, and what it says.
struct FuzzRoom {
    /// How far a child is.
    struct Progress: Equatable {
        /// The case that it is at.
        var index: Int
        /// Cases before it that ended in values, and in sentences.
        var values = 0
        var sentences = 0
    }

    let folder: URL
    /// What the child writes to its standard error.
    var errors: URL { folder.appendingPathComponent("errors") }
    private var progressFile: URL { folder.appendingPathComponent("progress") }

    /// A new one.
    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("cips3d-fuzz-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// One that somebody else has made.
    init(_ folder: URL) { self.folder = folder }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// The first line that the child said; nil where it said nothing.
    var firstWords: String? {
        guard let file = try? FileHandle(forReadingFrom: errors) else { return nil }
        defer { try? file.close() }
        let start = (try? file.read(upToCount: 1_000)) ?? Data()
        return String(decoding: start, as: UTF8.self).split(separator: "\n").first
            .map { String($0.prefix(300)) }
    }

    /// How far the child is; nil before it has begun.
    var progress: Progress? {
        guard let data = try? Data(contentsOf: progressFile), data.count >= 8 else { return nil }
        let numbers = data.withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map {
                Int(bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self))
            }
        }
        return Progress(
            index: numbers[0], values: numbers.count > 2 ? numbers[1] : 0,
            sentences: numbers.count > 2 ? numbers[2] : 0)
    }

    /// Where the child writes how far it is; it stays open, so that a write is all that it takes.
    func openProgress() -> Int32 {
        open(progressFile.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    }

    /// Writes how far the child is.
    static func write(_ progress: Progress, to file: Int32) {
        let numbers = [progress.index, progress.values, progress.sentences].map(Int64.init)
        numbers.withUnsafeBytes { _ = pwrite(file, $0.baseAddress, $0.count, 0) }
    }
}
