import Torch

/// A feature network whose weights a Python package carries.
public protocol PackagedNetwork: FeatureNetwork {
    /// Where its weights come from.
    static var weights: PackagedWeights { get }

    /// Reads the weights.
    ///
    /// - Parameter weights: The state dict of the package.
    /// - Throws: ``NetworkError`` with everything that does not fit; an error where the file is
    ///   damaged.
    init(_ weights: NetworkWeights) throws
}

extension PackagedNetwork {
    /// What people call it.
    public var name: String { Self.weights.network }

    /// The network with its weights, which pip fetches on first use.
    ///
    /// - Parameters:
    ///   - cache: Where weights are kept.
    ///   - device: Where it computes.
    ///   - report: Is told that something is fetched.
    /// - Returns: The network.
    /// - Throws: ``NetworkError`` where the package cannot be had; a sentence where the cache
    ///   cannot be written; an error where the file is damaged.
    public static func fetched(
        in cache: CacheFolder, device: Device = .cpu, report: (String) -> Void
    ) throws -> Self {
        let file = try weights.file(in: cache, report: report)
        return try Self(NetworkWeights(contentsOf: file, device: device))
    }
}
