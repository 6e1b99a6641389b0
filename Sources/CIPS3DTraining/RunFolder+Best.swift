import AtomicFiles
import Foundation

/// Which of a run's models is the best so far: `best/measures.json`.
package struct BestModel: Codable, Sendable, Equatable {
    /// Thousands of images seen when it was kept.
    package var kimg: Double
    /// What was measured of it.
    package var measures: TrainingMeasures
}

extension RunFolder {
    /// The averaged generator with the smallest distance to the photographs so far.
    package var bestURL: URL { url.appendingPathComponent("best") }
    /// Made beside it and renamed, so that there is the old one or the new one.
    private var newBestURL: URL { url.appendingPathComponent(".best.part") }
    private var oldBestURL: URL { url.appendingPathComponent(".best.old.part") }

    /// What is known of the best model; nil where there is none.
    package var best: BestModel? {
        let file = bestURL.appendingPathComponent("measures.json")
        guard let data = try? Data(contentsOf: file) else { return nil }
        return try? JSONDecoder().decode(BestModel.self, from: data)
    }

    /// Replaces the best model.
    ///
    /// - Parameters:
    ///   - best: What is known of the new one.
    ///   - write: Writes the model into a folder.
    /// - Throws: What `write` throws; ``RunFolderError`` where the system refuses.
    func replaceBest(_ best: BestModel, _ write: (URL) throws -> Void) throws {
        let files = FileManager.default
        try? files.removeItem(at: newBestURL)
        try write(newBestURL)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try AtomicFile.write(
            encoder.encode(best), to: newBestURL.appendingPathComponent("measures.json"))
        do {
            try? files.removeItem(at: oldBestURL)
            if files.fileExists(atPath: bestURL.path) {
                try files.moveItem(at: bestURL, to: oldBestURL)
            }
            try files.moveItem(at: newBestURL, to: bestURL)
        } catch {
            throw RunFolderError.unwritable(bestURL.path, reason: "\(SystemReason(error))")
        }
        try? files.removeItem(at: oldBestURL)
    }

    /// Where the best model of an earlier stage is kept.
    ///
    /// - Parameter size: Side of its images, in pixels.
    /// - Returns: `best-<size>`.
    package func bestURL(size: Int) -> URL { url.appendingPathComponent("best-\(size)") }

    /// Keeps the best model of a size while `best/` becomes that of a larger one.
    ///
    /// A run that was killed behind a change of size makes it again, and finds what it has kept since.
    ///
    /// - Parameter size: Side of its images, in pixels.
    /// - Throws: ``RunFolderError`` where the system refuses.
    func putBestAside(size: Int) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: bestURL.path), best?.measures.imageSize ?? size == size
        else { return }
        let aside = bestURL(size: size)
        do {
            try? files.removeItem(at: aside)
            try files.moveItem(at: bestURL, to: aside)
        } catch {
            throw RunFolderError.unwritable(aside.path, reason: "\(SystemReason(error))")
        }
    }

    /// Puts the old best model back where a process was killed between two names.
    package func recoverBest() {
        let files = FileManager.default
        if !files.fileExists(atPath: bestURL.path) {
            try? files.moveItem(at: oldBestURL, to: bestURL)
        }
    }
}
