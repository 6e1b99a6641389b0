import Foundation
import ImageInspection
import SafeTensors

/// Features of photographs, kept from one evaluation to the next.
///
/// A file's name is a digest of everything that the features depend on: the content of the images
/// (not their names, their order or their place), how they are prepared, and the network's weights.
/// Files are written whole or not at all; a damaged one is made again.
public struct FeatureCache: Sendable {
    /// Raised when the same images would give other features.
    private static let format = 1

    private let folder: URL

    /// The features in a cache.
    ///
    /// - Parameter cache: Where they are kept.
    public init(_ cache: CacheFolder) {
        folder = cache.features
    }

    /// The features of photographs, from the cache where they are there.
    ///
    /// - Parameters:
    ///   - photographs: The images.
    ///   - network: What computes the features.
    ///   - threads: How many may compute at once.
    ///   - progress: Is told how many are done.
    ///   - isCancelled: Asked now and then, on the calling thread.
    /// - Returns: The features, and whether they came from the cache.
    /// - Throws: What reading an image threw; `CancellationError`. A cache that cannot be written
    ///   is none.
    public func features(
        of photographs: PhotographSource, by network: any FeatureNetwork, threads: Int,
        progress: @escaping @Sendable (Int) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws -> (features: FeatureSet, isCached: Bool) {
        let file = try self.file(for: photographs, network)
        if let known = read(file, count: photographs.count, width: network.featureCount) {
            return (known, true)
        }
        let features = try FeatureExtractor([network], threads: threads).features(
            of: photographs, progress: progress, isCancelled: isCancelled)[0]
        try? write(features, to: file)
        return (features, false)
    }

    private func file(
        for photographs: PhotographSource, _ network: any FeatureNetwork
    ) throws -> URL {
        // Sorted: the order and the names of the images do not matter to any measure.
        let digests = try photographs.digests().sorted()
        var text = Data("\(Self.format)\n\(network.name)\n\(network.digest)\n".utf8)
        text += Data("\(photographs.preparationName)\n".utf8)
        for digest in digests { text += Data(digest.bytes) }
        let name = ContentDigest(of: text).hexadecimal
        return folder.appendingPathComponent("\(name.prefix(32)).safetensors")
    }

    private func read(_ file: URL, count: Int, width: Int) -> FeatureSet? {
        guard let stored = try? SafeTensorsFile(contentsOf: file),
            stored.entries["features"]?.shape == [count, width],
            let values = try? stored.floats("features"), values.allSatisfy(\.isFinite)
        else { return nil }
        return FeatureSet(values: values, featureCount: width)
    }

    private func write(_ features: FeatureSet, to file: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var writer = SafeTensorsWriter()
        writer.add(
            "features", shape: [features.count, features.featureCount], floats: features.values)
        try writer.write(to: file)
    }
}
