import Foundation
import ImageInspection
import ParallelWork
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
    ///   - cancellation: Asked now and then.
    ///   - progress: Is told how many are done; called on any thread, but once at a time.
    /// - Returns: The features, and whether they came from the cache.
    /// - Throws: What reading an image threw; `CancellationError`. A cache that cannot be written
    ///   is none.
    public func features(
        of photographs: PhotographSource, by network: any FeatureNetwork, threads: Int,
        cancellation: Cancellation = Cancellation(), progress: (Int) -> Void = { _ in }
    ) throws -> (features: FeatureSet, isCached: Bool) {
        let digests = try photographs.digests(threads: threads, cancellation: cancellation)
        let file = file(for: digests, photographs.preparationName, network)
        if let known = read(file, count: photographs.count, width: network.featureCount) {
            return (known, true)
        }
        let features = try FeatureExtractor([network], threads: threads).features(
            of: photographs, cancellation: cancellation, progress: progress)[0]
        try? write(features, to: file)
        return (features, false)
    }

    private func file(
        for digests: [ContentDigest], _ preparationName: String, _ network: any FeatureNetwork
    ) -> URL {
        var text = Data("\(Self.format)\n\(network.name)\n\(network.digest)\n".utf8)
        text += Data("\(preparationName)\n".utf8)
        // Sorted: the order and the names of the images do not matter to any measure.
        for digest in digests.sorted() { text += Data(digest.bytes) }
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
