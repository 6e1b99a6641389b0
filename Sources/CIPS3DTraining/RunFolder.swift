import AtomicFiles
import CIPS3DModel
import Foundation
import SafeTensors

/// Where a run keeps everything.
///
///     config.json               the resolved configuration
///     run.json                  data, seed, goal, versions
///     stats.jsonl               a line for every few steps
///     reals.png                 photographs as the discriminators see them
///     fakes-<kimg>.png          heads of fixed codes, columns of yaw
///     events.out.tfevents.*     the same curves and heads for TensorBoard
///     snapshots/<kimg>.safetensors
///     model/                    the newest averaged generator
///     best/                     the one with the smallest distance to the photographs so far
///     best-<size>/              that of an earlier stage with smaller images
public struct RunFolder: Sendable, Equatable {
    /// How many snapshots are kept.
    public static let keptSnapshots = 3

    /// The folder.
    public let url: URL

    /// A run in a folder; nothing is read or made yet.
    ///
    /// - Parameter url: The folder.
    public init(url: URL) {
        self.url = url
    }

    /// The resolved configuration.
    public var configurationURL: URL { url.appendingPathComponent("config.json") }
    /// What the configuration does not say about the run.
    public var descriptionURL: URL { url.appendingPathComponent("run.json") }
    /// A line of JSON for every few steps.
    public var statisticsURL: URL { url.appendingPathComponent("stats.jsonl") }
    /// Photographs as the discriminators see them.
    public var realsURL: URL { url.appendingPathComponent("reals.png") }
    /// The newest averaged generator.
    public var modelURL: URL { url.appendingPathComponent("model") }

    private var snapshotsURL: URL { url.appendingPathComponent("snapshots") }

    /// Heads of fixed codes after some thousands of images.
    ///
    /// - Parameter images: Images seen.
    /// - Returns: `fakes-<kimg>.png`, sorting by name as by number.
    public func fakesURL(images: Int) -> URL {
        url.appendingPathComponent("fakes-\(Self.kimg(images)).png")
    }

    /// A snapshot after some thousands of images.
    ///
    /// - Parameter images: Images seen.
    /// - Returns: `snapshots/<kimg>.safetensors`, sorting by name as by number.
    public func snapshotURL(images: Int) -> URL {
        snapshotsURL.appendingPathComponent("\(Self.kimg(images)).safetensors")
    }

    /// Thousands of images with three decimals, such as `000032.000`.
    ///
    /// - Parameter images: Images seen.
    /// - Returns: The text.
    package static func kimg(_ images: Int) -> String {
        String(format: "%06d.%03d", images / 1_000, images % 1_000)
    }

    /// Makes the folder for a new run and writes what is known before the first step.
    ///
    /// - Parameters:
    ///   - configuration: The resolved configuration.
    ///   - description: What it does not say.
    /// - Throws: ``RunFolderError`` where the folder holds a run or cannot be written.
    public func create(_ configuration: Configuration, _ description: RunDescription) throws {
        try refuseOtherRun()
        let files = FileManager.default
        let isNew = !files.fileExists(atPath: url.path)
        do {
            try files.createDirectory(at: snapshotsURL, withIntermediateDirectories: true)
            try write(description)
            // The configuration last: where it is, the rest is too.
            try AtomicFile.write(configuration.encodedJSON(), to: configurationURL)
        } catch {
            // As if nothing had been tried: `rmdir` leaves a folder that holds anything.
            try? files.removeItem(at: descriptionURL)
            rmdir(snapshotsURL.path)
            if isNew { rmdir(url.path) }
            if let error = error as? AtomicFileError { throw error }
            throw RunFolderError.unwritable(url.path, reason: RunFolderError.reason(error))
        }
    }

    /// Writes what the configuration does not say.
    ///
    /// - Parameter description: Data, seed, device, goal and versions.
    /// - Throws: `AtomicFileError` where the system refuses.
    public func write(_ description: RunDescription) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(description), to: descriptionURL)
    }

    /// Refuses a folder that holds a run, and a file in its place.
    ///
    /// - Throws: ``RunFolderError`` where it is so.
    public func refuseOtherRun() throws(RunFolderError) {
        let files = FileManager.default
        let signs = [configurationURL, statisticsURL, modelURL]
        // Older snapshots would outlive the new run's first ones and be resumed from.
        guard snapshots.isEmpty, !signs.contains(where: { files.fileExists(atPath: $0.path) })
        else {
            throw RunFolderError.holdsRun(url.path)
        }
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue {
            throw RunFolderError.notAFolder(url.path)
        }
    }

    /// Reads what `create` wrote.
    ///
    /// - Returns: The configuration and the rest.
    /// - Throws: ``RunFolderError`` where there is no run; `ConfigurationError` where its
    ///   configuration is wrong.
    public func read() throws -> (Configuration, RunDescription) {
        guard FileManager.default.fileExists(atPath: configurationURL.path) else {
            throw RunFolderError.noRun(url.path)
        }
        let configuration = try Configuration(contentsOf: configurationURL)
        do {
            let data = try Data(contentsOf: descriptionURL)
            return (configuration, try JSONDecoder().decode(RunDescription.self, from: data))
        } catch {
            throw RunFolderError.noDescription(descriptionURL.path)
        }
    }

    /// Snapshots, the newest first.
    public var snapshots: [URL] {
        let files = try? FileManager.default.contentsOfDirectory(
            at: snapshotsURL, includingPropertiesForKeys: nil)
        return (files ?? [])
            .filter { $0.pathExtension == "safetensors" && !$0.lastPathComponent.hasPrefix(".") }
            .sorted { $0.lastPathComponent > $1.lastPathComponent }
    }

    /// Removes all but the newest snapshots.
    public func removeOldSnapshots() {
        for old in snapshots.dropFirst(Self.keptSnapshots) {
            try? FileManager.default.removeItem(at: old)
        }
    }

    /// Removes what a killed process had begun to write: hidden files in the run's folders.
    public func removeUnfinishedFiles() {
        recoverBest()
        let files = FileManager.default
        for folder in [url, snapshotsURL, modelURL] {
            for name in (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
            where Self.isUnfinished(name) {
                try? files.removeItem(at: folder.appendingPathComponent(name))
            }
        }
    }

    /// `.<number>.part` of any file, `.<name>.png.<number>` of a picture.
    private static func isUnfinished(_ name: String) -> Bool {
        guard name.hasPrefix(".") else { return false }
        let isPicture = name.hasPrefix(".reals.png.") || name.hasPrefix(".fakes-")
        return name.hasSuffix(".part") || isPicture
    }
}

/// A run folder that cannot be used as asked.
public enum RunFolderError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It holds another run.
    case holdsRun(String)
    /// A file is in the way.
    case notAFolder(String)
    /// It cannot be written.
    case unwritable(String, reason: String)
    /// There is no run in it.
    case noRun(String)
    /// `run.json` is missing or broken.
    case noDescription(String)
    /// Another process trains in it.
    case inUse(String)
    /// None of its snapshots can be read.
    case noValidSnapshot(String)
    /// Its photographs are not those that it has learned from.
    case otherPhotographs(String, data: String)

    /// The system's own words where there are some.
    static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        return (underlying ?? error).localizedDescription
    }

    /// One sentence: what, where, what to do.
    public var description: String {
        switch self {
        case .holdsRun(let path):
            "\(path) holds another run; go on with it by --resume \(path), or name another folder"
        case .notAFolder(let path):
            "\(path) is a file; name a folder for the run"
        case .unwritable(let path, let reason):
            "\(path) cannot be written (\(reason)); name another folder or mend its permissions"
        case .noRun(let path):
            "\(path) holds no run (no config.json); start one with --data PATH --out \(path)"
        case .noDescription(let path):
            "\(path) is missing or broken; start a new run in another folder"
        case .inUse(let path):
            "another process trains in \(path); wait until it ends, or end it with Ctrl-C"
        case .noValidSnapshot(let path):
            "no snapshot of \(path) can be read; start a new run in another folder"
        case .otherPhotographs(let path, let data):
            "\(data) does not hold the photographs that \(path) has learned from (other names or "
                + "sizes); name those by --data PATH, or go on with these by --accept-new-data"
        }
    }
}
