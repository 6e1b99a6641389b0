import Foundation

extension InceptionV3 {
    /// Finds the weights' file, which everybody has to fetch for themselves.
    ///
    /// - Parameters:
    ///   - named: A file that somebody named; nil looks into the cache.
    ///   - cache: Where weights are kept.
    /// - Returns: The file.
    /// - Throws: ``NetworkError`` where it is not there.
    public static func file(named: URL?, in cache: CacheFolder) throws(NetworkError) -> URL {
        let place = named ?? cache.networks.appendingPathComponent(fileName)
        guard FileManager.default.fileExists(atPath: place.path) else {
            throw .noInception(places: [place.path])
        }
        return place
    }

    /// Whether the weights are those of published distances.
    public var hasPublishedWeights: Bool { digest.hasPrefix(Self.publishedDigest) }
    /// Whether weights and features are.
    public var isPublished: Bool { hasPublishedWeights && block == .lastPooling }
}
