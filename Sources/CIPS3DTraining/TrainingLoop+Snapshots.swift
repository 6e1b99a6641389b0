import Foundation

extension TrainingLoop {
    /// Writes everything that the run needs to go on.
    ///
    /// - Parameter url: The file.
    /// - Throws: A sentence about the disk; an older file stays.
    func writeSnapshot(to url: URL) throws {
        try Snapshot.write(progress, adversaries: adversaries, random: random, to: url)
    }

    /// Goes on from the newest snapshot that can be read; without any it starts over.
    ///
    /// - Parameters:
    ///   - folder: Where the snapshots are.
    ///   - report: Told of each that is passed over.
    /// - Throws: ``RunFolderError`` where there are snapshots, but none can be read.
    func restoreNewestSnapshot(
        of folder: RunFolder, report: (TrainingEvent) -> Void
    ) throws {
        let snapshots = folder.snapshots
        for url in snapshots {
            do {
                resume(try Snapshot.read(url, into: adversaries, random: random))
                return
            } catch {
                report(.skippedSnapshot(file: url.path, reason: "\(error)"))
            }
        }
        guard snapshots.isEmpty else { throw RunFolderError.noValidSnapshot(folder.url.path) }
    }
}
