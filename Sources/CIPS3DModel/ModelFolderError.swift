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
