import Foundation
import FusedConvolutions
import GANMetrics
import InnerLoops
import Synchronization
import Torch

/// A feature network and the mixing behind it as one operation of libtorch, computed by the fused engine.
final class FusedFeatures: Sendable {
    private let layers: PyramidWeights
    private let side: Int
    private let instructionSet: InstructionSet
    private let threads: Int
    /// What was packed last.
    private let packed = Mutex<Packed?>(nil)

    private struct Packed {
        let weights: ProjectionWeights
        let size: Int
        let features: ProjectedFeatures
    }

    /// Takes the numbers of a network; nil where another engine computes or it is not known here.
    ///
    /// - Parameters:
    ///   - network: Gives the features.
    ///   - side: Pixels on a side as the network sees images.
    ///   - scales: How many features.
    ///   - engine: What computes.
    init?(_ network: any FeaturePyramid, side: Int, scales: Int, _ engine: TrainingEngine) {
        guard case .fused(let set, let threads) = engine,
            let network = network as? any FusedFeaturePyramid
        else { return nil }
        (layers, self.side) = (network.weights(scales: scales), side)
        (instructionSet, self.threads) = (set, threads)
    }

    /// Projects images; gradient flows to them.
    ///
    /// - Parameters:
    ///   - images: RGB in [-1, 1], `[B, 3, S, S]`.
    ///   - weights: What mixes the features.
    /// - Returns: `[B, channels, side, side]` of each scale, channels last in memory.
    func callAsFunction(_ images: Tensor, _ weights: ProjectionWeights) -> [Tensor] {
        let features = features(weights, size: images.size(-1))
        let (count, wantsGradient) = (images.size(0), images.requiresGradient)
        let results = images.detached().withUnsafeFloats {
            features(count, $0, leadsBack: wantsGradient)
        }
        let projected = zip(features.scales, results.scales).map { scale, buffer in
            Tensor(
                bytes: buffer.bytes, shape: [count, scale.side, scale.side, scale.channels],
                type: .float32
            ).permuted(0, 3, 1, 2)
        }
        guard wantsGradient else { return projected }
        return computed(projected, of: [images]) { slopes, _ in
            let room = features.room(count)
            for (slope, buffer) in zip(slopes, room) {
                slope?.permuted(0, 2, 3, 1).withUnsafeFloats {
                    buffer.start.update(from: $0, count: buffer.count)
                }
            }
            var ofImages = [Float](repeating: 0, count: images.count)
            ofImages.withUnsafeMutableBufferPointer {
                if let start = $0.baseAddress {
                    features.leadBack(count, room, through: results, to: start)
                }
            }
            return [Tensor(ofImages, shape: images.shape)]
        }
    }

    private func features(_ weights: ProjectionWeights, size: Int) -> ProjectedFeatures {
        packed.withLock { packed in
            if let packed, packed.size == size, packed.weights == weights {
                return packed.features
            }
            let features = ProjectedFeatures(
                layers, weights, size: size, side: side, instructionSet: instructionSet,
                threads: threads)
            packed = Packed(weights: weights, size: size, features: features)
            return features
        }
    }
}

extension Tensor {
    /// Gives access to float32 numbers as they lie in memory, last axis fastest.
    func withUnsafeFloats<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
        withUnsafeBytes { bytes in
            guard let start = bytes.assumingMemoryBound(to: Float.self).baseAddress else {
                preconditionFailure("a tensor without numbers")
            }
            return body(start)
        }
    }
}
