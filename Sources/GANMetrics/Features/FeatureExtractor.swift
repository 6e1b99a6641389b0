import Foundation
import ImageFiles
import ParallelWork
import Torch

/// Runs images through feature networks on all cores.
///
/// Images go in batches; each thread makes or reads those of its batch and computes it alone, so
/// that features are the same to the bit for any number of threads.
public struct FeatureExtractor {
    /// Images that a thread computes at once.
    ///
    /// Measured on two cores: 4 to 64 are as fast as one another within a tenth; fewer keep all threads
    /// busy to the end.
    private static let batchSize = 16

    private let networks: [any FeatureNetwork]
    private let threads: Int

    /// An extractor.
    ///
    /// - Parameters:
    ///   - networks: What makes the features; each image is made once for all of them.
    ///   - threads: How many may compute at once; at least 1.
    public init(_ networks: [any FeatureNetwork], threads: Int) {
        precondition(threads > 0, "extracting on \(threads) threads")
        (self.networks, self.threads) = (networks, threads)
    }

    /// Computes the features of all images.
    ///
    /// - Parameters:
    ///   - images: The images.
    ///   - cancellation: Asked before each batch.
    ///   - progress: Is told how many are done; called on any thread, but once at a time.
    /// - Returns: Their features in order, for each network.
    /// - Throws: What the first failing batch threw; `CancellationError`.
    public func features(
        of images: some ImageSource, cancellation: Cancellation = Cancellation(),
        progress: (Int) -> Void = { _ in }
    ) throws -> [FeatureSet] {
        let batches = Batches(networks: networks, images: images)
        var features = networks.map {
            Array(repeating: Float(0), count: images.count * $0.featureCount)
        }
        var done = 0
        try ThreadTeam.torch(threads).compute(batches.count, cancellation: cancellation) { batch in
            try batches.features(of: batch)
        } receive: { batch, rows in
            let range = batches.images(of: batch)
            for (index, network) in networks.enumerated() {
                let width = network.featureCount
                features[index].replaceSubrange(
                    range.lowerBound * width..<range.upperBound * width, with: rows[index])
            }
            done += range.count
            progress(done)
        }
        return zip(networks, features).map {
            FeatureSet(values: $1, featureCount: $0.featureCount)
        }
    }

    /// The images in batches, which any thread may compute.
    ///
    /// Not checked by the compiler: the networks' tensors are only read, which libtorch allows on
    /// any thread.
    private struct Batches: @unchecked Sendable {
        let networks: [any FeatureNetwork]
        let images: any ImageSource

        var count: Int { (images.count + batchSize - 1) / batchSize }

        func images(of batch: Int) -> Range<Int> {
            batch * batchSize..<min((batch + 1) * batchSize, images.count)
        }

        /// `[B, featureCount]` for each network.
        func features(of batch: Int) throws -> [[Float]] {
            let made = try images(of: batch).map(images.image)
            return try networks.map { try Self.features(of: made, by: $0) }
        }

        private static func features(
            of images: [Image], by network: any FeatureNetwork
        ) throws -> [Float] {
            let reduced = images.map { $0.reduced(to: network.largestSide) }
            let values = withoutGradient { network.features(of: tensor(reduced)).array() }
            guard values.allSatisfy(\.isFinite) else {
                throw MeasurementError.notFinite(network: network.label)
            }
            return values
        }

        /// RGB in [0, 255], `[B, 3, H, W]`.
        private static func tensor(_ images: [Image]) -> Tensor {
            Tensor(
                images.flatMap(\.pixels),
                shape: [images.count, images[0].height, images[0].width, 3]
            ).converted(to: .float32).permuted(0, 3, 1, 2)
        }
    }
}

extension Image {
    /// The image with no side longer than `side`, reduced with a filter where it is.
    fileprivate func reduced(to side: Int?) -> Image {
        guard let side, width > side || height > side else { return self }
        return resized(width: min(width, side), height: min(height, side))
    }
}
