import CIPS3DTraining
import Foundation

/// What `stats.jsonl` says, while a run may be writing it.
package struct RunHistory: Sendable {
    /// Lines that were understood, in the order of the file.
    package let records: [StatisticsRecord]
    /// Lines that were not, without a last one that is still being written.
    package let brokenLines: Int

    /// Reads a file.
    ///
    /// - Parameter url: The file.
    /// - Throws: ``RunReportError`` where there is nothing to be read.
    package init(contentsOf url: URL) throws(RunReportError) {
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw .noStatistics(url.path)
        }
        do {
            self.init(try RegularFile.read(url))
        } catch {
            throw .unreadable(url.path, reason: error.reason)
        }
        guard records.isEmpty else { return }
        throw brokenLines == 0 ? .noLines(url.path) : .allLinesBroken(url.path)
    }

    /// Reads lines.
    ///
    /// - Parameter data: The file's contents.
    package init(_ data: Data) {
        let newline = UInt8(ascii: "\n")
        let decoder = JSONDecoder()
        // By the bytes in memory: splitting `Data` takes as long as decoding all of its lines.
        let decoded = data.withUnsafeBytes { bytes in
            bytes.split(separator: newline).map { line in
                try? decoder.decode(StatisticsRecord.self, from: Data(line))
            }
        }
        records = decoded.compactMap(\.self)
        let isCutShort = data.last != newline && decoded.last == .some(nil)
        brokenLines = decoded.count - records.count - (isCutShort ? 1 : 0)
    }
}
