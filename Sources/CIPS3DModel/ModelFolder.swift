import AtomicFiles
import Foundation

/// A model on disk: `config.json`, `model.safetensors`, `mean.safetensors` and `README.md` in one
/// folder.
public struct ModelFolder: Sendable, Equatable {
    /// The folder.
    public let url: URL

    /// A model in the given folder; nothing is read yet.
    ///
    /// - Parameter url: The folder.
    public init(url: URL) {
        self.url = url
    }

    /// The model that a path means: the folder itself, or the newest model of a run.
    ///
    /// - Parameter url: A folder with `model.safetensors`, or one with such a folder `model` in it.
    public init(locating url: URL) {
        self.init(url: url)
        let newest = ModelFolder(url: url.appendingPathComponent("model"))
        let files = FileManager.default
        if !files.fileExists(atPath: weightsURL.path),
            files.fileExists(atPath: newest.weightsURL.path)
        {
            self = newest
        }
    }

    /// Sizes and camera, as JSON.
    package var configurationURL: URL { url.appendingPathComponent("config.json") }
    /// The generator's weights.
    package var weightsURL: URL { url.appendingPathComponent("model.safetensors") }
    /// The mean styles for truncation: a file of their own, so that the weights keep the published
    /// keys and no others.
    package var meanURL: URL { url.appendingPathComponent("mean.safetensors") }
    /// The model card.
    package var cardURL: URL { url.appendingPathComponent("README.md") }

    /// Reads and validates the configuration.
    ///
    /// - Returns: The configuration.
    /// - Throws: `ModelFolderError` where something is missing, `ConfigurationError` where the
    ///   configuration is wrong.
    public func readConfiguration() throws -> ModelConfiguration {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw ModelFolderError.missing(url.path)
        }
        guard isFolder.boolValue else { throw ModelFolderError.notAFolder(url.path) }
        guard FileManager.default.fileExists(atPath: configurationURL.path) else {
            throw ModelFolderError.noConfiguration(url.path)
        }
        return try ModelConfiguration(contentsOf: configurationURL)
    }

    /// Writes `config.json`, making the folder where there is none.
    ///
    /// A file appears under its name only when it is complete.
    ///
    /// - Parameter configuration: What to write.
    /// - Throws: `ConfigurationError` where it is not valid, `ModelFolderError.unwritable` where
    ///   the folder cannot be made or written.
    package func writeConfiguration(_ configuration: ModelConfiguration) throws {
        try configuration.validate()
        try write(configuration.encodedJSON(), to: configurationURL)
    }

    /// Writes `README.md`, making the folder where there is none.
    ///
    /// - Parameter card: What to write.
    /// - Throws: `ModelFolderError.unwritable` where the folder cannot be made or written.
    package func writeCard(_ card: ModelCard) throws {
        try write(Data(card.markdown.utf8), to: cardURL)
    }

    private func write(_ data: Data, to file: URL) throws {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try AtomicFile.write(data, to: file)
        } catch {
            throw ModelFolderError.unwritable(file.path)
        }
    }
}

/// Why a folder cannot be used as a model.
public enum ModelFolderError: Error, CustomStringConvertible, Sendable, Equatable {
    /// There is nothing at the path.
    case missing(String)
    /// There is a file at the path.
    case notAFolder(String)
    /// The folder has no `config.json`.
    case noConfiguration(String)
    /// A file in the folder cannot be written.
    case unwritable(String)
    /// The configuration describes networks that these weights cannot possibly fill.
    case weightsTooSmall(String, describedBytes: Int, fileBytes: Int)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .missing(let path):
            "The model folder \(path) does not exist; name a run of training or a model."
        case .notAFolder(let path):
            "The model \(path) is a file; name the folder that holds config.json and "
                + "model.safetensors."
        case .noConfiguration(let path):
            "The model folder \(path) has no config.json; name a run of training or a model."
        case .unwritable(let path):
            "The file \(path) cannot be written; check permissions and free space."
        case .weightsTooSmall(let path, let described, let bytes):
            "The weights \(path) have \(bytes) bytes where the config.json beside them describes "
                + "\(described); use the weights and the configuration of one model."
        }
    }
}
