import AtomicFiles
import Foundation
import SafeTensors

/// `stats.jsonl`: lines are appended; a resumed run first drops those that its snapshot never saw.
package struct StatisticsFile {
    let url: URL

    /// A file that may or may not exist.
    ///
    /// - Parameter url: The file.
    package init(url: URL) {
        self.url = url
    }

    /// Appends a line.
    ///
    /// - Parameter record: What it says.
    /// - Throws: ``RunFolderError`` or `AtomicFileError` where the system refuses.
    package func append(_ record: StatisticsRecord) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let line = try encoder.encode(record) + Data("\n".utf8)
        if !FileManager.default.fileExists(atPath: url.path) {
            try AtomicFile.write(Data(), to: url)
        }
        do {
            let file = try FileHandle(forWritingTo: url)
            defer { try? file.close() }
            try file.seekToEnd()
            try file.write(contentsOf: line)
        } catch {
            throw RunFolderError.unwritable(url.path, reason: "\(SystemReason(error))")
        }
    }

    /// Drops lines after a step, and a last one that was cut short.
    ///
    /// - Parameter step: The last step that is known.
    /// - Throws: `AtomicFileError` where the system refuses; the file then stays as it was.
    package func truncate(afterStep step: Int) throws {
        guard let data = try? Data(contentsOf: url) else { return }
        let kept = data.split(separator: UInt8(ascii: "\n")).filter { line in
            let record = try? JSONDecoder().decode(StatisticsRecord.self, from: line)
            return record.map { $0.step <= step } ?? false
        }
        let text = kept.reduce(into: Data()) { $0 += $1 + Data("\n".utf8) }
        if text != data { try AtomicFile.write(text, to: url) }
    }
}
