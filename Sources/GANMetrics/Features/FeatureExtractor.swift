import Foundation
import ImageFiles
import Synchronization
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
    ///   - progress: Is told how many are done; called on any thread, but once at a time.
    ///   - isCancelled: Asked now and then, on the calling thread.
    /// - Returns: Their features in order, for each network.
    /// - Throws: What the first failing image threw; `CancellationError`.
    public func features(
        of images: some ImageSource, progress: @escaping @Sendable (Int) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws -> [FeatureSet] {
        let work = Work(networks, images, progress: progress)
        ComputingThread.perform(
            min(threads, work.batchCount), { work.computeRemaining { false } },
            here: { work.computeRemaining(until: isCancelled) })
        return try work.result()
    }

    /// The batches, which any thread may take.
    ///
    /// Not checked by the compiler: the network's tensors are only read, which libtorch allows on
    /// any thread, and what changes is under a lock.
    private final class Work: @unchecked Sendable {
        private struct State {
            var features: [[Float]]
            var done = 0
            var failure: (batch: Int, error: any Error)?
        }

        private let networks: [any FeatureNetwork]
        private let images: any ImageSource
        private let progress: @Sendable (Int) -> Void
        private let next = Atomic(0)
        private let state: Mutex<State>

        var batchCount: Int { (images.count + batchSize - 1) / batchSize }

        init(
            _ networks: [any FeatureNetwork], _ images: any ImageSource,
            progress: @escaping @Sendable (Int) -> Void
        ) {
            (self.networks, self.images) = (networks, images)
            self.progress = progress
            state = Mutex(
                State(
                    features: networks.map {
                        Array(repeating: 0, count: images.count * $0.featureCount)
                    }))
        }

        /// Computes batches that no other thread has taken, until none is left or one failed.
        func computeRemaining(until isCancelled: () -> Bool) {
            while true {
                let batch = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard batch < batchCount, state.withLock({ $0.failure == nil }) else { return }
                do {
                    if isCancelled() { throw CancellationError() }
                    try compute(batch)
                } catch {
                    // The earliest one, so that a message does not depend on the threads.
                    state.withLock { state in
                        if state.failure.map({ batch < $0.batch }) ?? true {
                            state.failure = (batch, error)
                        }
                    }
                }
            }
        }

        func result() throws -> [FeatureSet] {
            let end = state.withLock { $0 }
            if let failure = end.failure { throw failure.error }
            return zip(networks, end.features).map {
                FeatureSet(values: $1, featureCount: $0.featureCount)
            }
        }

        private func compute(_ batch: Int) throws {
            let range = batch * batchSize..<min((batch + 1) * batchSize, images.count)
            let made = try range.map(images.image)
            let rows = try networks.map { try Self.features(of: made, by: $0) }
            state.withLock { state in
                for (index, network) in networks.enumerated() {
                    let width = network.featureCount
                    state.features[index].replaceSubrange(
                        range.lowerBound * width..<range.upperBound * width, with: rows[index])
                }
                state.done += range.count
                progress(state.done)
            }
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
