import AtomicFiles
import CIPS3DModel
import Foundation
import RunSettings
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
    package static let keptSnapshots = 3

    /// The folder.
    public let url: URL

    /// A run in a folder; nothing is read or made yet.
    ///
    /// - Parameter url: The folder.
    public init(url: URL) {
        self.url = url
    }

    /// The run that a path means: the folder itself, or the one whose model it is.
    ///
    /// - Parameter url: A run's folder, or `model` or `best` in it.
    public init(locating url: URL) {
        self.init(url: url)
        let parent = RunFolder(url: url.standardizedFileURL.deletingLastPathComponent())
        let files = FileManager.default
        if !files.fileExists(atPath: descriptionURL.path),
            files.fileExists(atPath: ModelFolder(url: url).configurationURL.path),
            files.fileExists(atPath: parent.descriptionURL.path)
        {
            self = parent
        }
    }

    /// The resolved configuration.
    package var configurationURL: URL { url.appendingPathComponent("config.json") }
    /// What the configuration does not say about the run.
    package var descriptionURL: URL { url.appendingPathComponent("run.json") }
    /// A line of JSON for every few steps.
    public var statisticsURL: URL { url.appendingPathComponent("stats.jsonl") }
    /// Photographs as the discriminators see them.
    package var realsURL: URL { url.appendingPathComponent("reals.png") }
    /// The newest averaged generator.
    public var modelURL: URL { url.appendingPathComponent("model") }

    private var snapshotsURL: URL { url.appendingPathComponent("snapshots") }

    /// Heads of fixed codes after some thousands of images.
    ///
    /// - Parameter images: Images seen.
    /// - Returns: `fakes-<kimg>.png`, sorting by name as by number.
    package func fakesURL(images: Int) -> URL {
        url.appendingPathComponent("fakes-\(Self.kimg(images)).png")
    }

    /// A snapshot after some thousands of images.
    ///
    /// - Parameter images: Images seen.
    /// - Returns: `snapshots/<kimg>.safetensors`, sorting by name as by number.
    package func snapshotURL(images: Int) -> URL {
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
    /// - Throws: ``RunFolderError`` where the folder holds something or cannot be made; `AtomicFileError`.
    package func create(_ configuration: Configuration, _ description: RunDescription) throws {
        try refuseOtherRun()
        let files = FileManager.default
        let isNew = !files.fileExists(atPath: url.path)
        do {
            try makeSnapshotsFolder()
            try write(description)
            // The configuration last: where it is, the rest is too.
            try write(configuration)
        } catch {
            // As if nothing had been tried: `rmdir` leaves a folder that holds anything.
            try? files.removeItem(at: descriptionURL)
            rmdir(snapshotsURL.path)
            if isNew { rmdir(url.path) }
            throw error
        }
    }

    private func makeSnapshotsFolder() throws(RunFolderError) {
        do {
            try AtomicFile.makeFolder(snapshotsURL)
        } catch {
            throw .unwritable(url.path, reason: "\(SystemReason(code: error.code))")
        }
    }

    /// Writes the settings.
    ///
    /// - Parameter configuration: One that passes `validate()`.
    /// - Throws: `AtomicFileError` where the system refuses.
    func write(_ configuration: Configuration) throws {
        try AtomicFile.write(configuration.encodedJSON(), to: configurationURL)
    }

    /// Writes what the configuration does not say.
    ///
    /// - Parameter description: Data, seed, device, goal and versions.
    /// - Throws: `AtomicFileError` where the system refuses.
    package func write(_ description: RunDescription) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(description), to: descriptionURL)
    }

    /// Refuses a folder that holds a run or anything else, and a file in its place.
    ///
    /// Hidden files do not hinder.
    ///
    /// - Throws: ``RunFolderError`` where it is so.
    package func refuseOtherRun() throws(RunFolderError) {
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
        let names = (try? files.contentsOfDirectory(atPath: url.path)) ?? []
        if let name = names.filter({ !$0.hasPrefix(".") }).min() {
            throw RunFolderError.notEmpty(url.path, name: name)
        }
    }

    /// Reads what `create` wrote.
    ///
    /// - Returns: The configuration and the rest.
    /// - Throws: ``RunFolderError`` where there is no run; `ConfigurationError` where its
    ///   configuration is wrong.
    package func read() throws -> (Configuration, RunDescription) {
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
    package var snapshots: [URL] {
        let files = try? FileManager.default.contentsOfDirectory(
            at: snapshotsURL, includingPropertiesForKeys: nil)
        return (files ?? [])
            .filter { $0.pathExtension == "safetensors" && !$0.lastPathComponent.hasPrefix(".") }
            .sorted { $0.lastPathComponent > $1.lastPathComponent }
    }

    /// Removes all but the newest snapshots.
    package func removeOldSnapshots() {
        for old in snapshots.dropFirst(Self.keptSnapshots) {
            try? FileManager.default.removeItem(at: old)
        }
    }

    /// Removes what a killed process had begun to write: hidden files in the run's folders.
    package func removeUnfinishedFiles() {
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
    /// Something else is in it.
    case notEmpty(String, name: String)
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
    /// Its photographs are no longer where they were.
    case photographsGone(String, data: String)
    /// Its photographs are not those that it has learned from.
    case otherPhotographs(String, data: String)

    /// One sentence: what, where, what to do.
    public var description: String {
        switch self {
        case .holdsRun(let path):
            "\(path) holds another run; go on with it by --resume \(path), or name another folder."
        case .notEmpty(let path, let name):
            "\(path) holds \(name); name a new or an empty folder for the run, so that nobody's files are in "
                + "its way."
        case .notAFolder(let path):
            "\(path) is a file; name a folder for the run."
        case .unwritable(let path, let reason):
            "\(path) cannot be written (\(reason)); name another folder or mend its permissions."
        case .noRun(let path):
            "\(path) holds no run (no config.json); start one with --data PATH --out \(path)."
        case .noDescription(let path):
            "\(path) is missing or broken; start a new run in another folder."
        case .inUse(let path):
            "Another process trains in \(path); wait until it ends, or end it with Ctrl-C."
        case .noValidSnapshot(let path):
            "No snapshot of \(path) can be read; start a new run in another folder."
        case .photographsGone(let path, let data):
            "\(data), where \(path) has its photographs, does not exist; say where they are now by --data "
                + "PATH."
        case .otherPhotographs(let path, let data):
            "\(data) does not hold the photographs that \(path) has learned from (other names or "
                + "sizes); name those by --data PATH, or go on with these by --accept-new-data."
        }
    }
}
