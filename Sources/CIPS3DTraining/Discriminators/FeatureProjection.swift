import CIPS3DModel
import FusedConvolutions
import GANMetrics
import RunSettings
import Torch
import TorchNN

/// Frozen features of several scales, mixed by fixed random convolutions: over the channels of each
/// scale, then from the coarse scales into the fine ones.
///
///     m_i = Conv1x1(features_i)
///     p_i = Conv3x3(m_i + up(p_(i+1))),  the coarsest without the sum
///
/// The random weights are stored with the discriminator and never learned.
///
/// Source: Sauer et al., Projected GANs (arXiv:2111.01007).
struct FeatureProjection {
    /// Channels of the finest scale; each coarser one has twice as many.
    private static let baseChannels = 32

    /// Channels of a scale after the mixing over channels.
    static func width(_ scale: Int) -> Int { baseChannels << scale }

    private struct Convolution {
        let weight: Tensor
        let bias: Tensor

        init(_ inputs: Int, _ outputs: Int, side: Int, in scope: ParameterScope) {
            let fan = inputs * side * side
            // He's for a ReLU.
            let deviation = (2 / Double(fan)).squareRoot()
            weight = scope.constant(
                "weight", [outputs, inputs, side, side], .normal(deviation: deviation))
            bias = scope.constant("bias", [outputs], .constant(0))
        }

        /// The same for the fused engine.
        func numbers(padding: Int) -> ConvolutionWeights {
            ConvolutionWeights(
                values: weight.array(), bias: bias.array(), inputs: weight.size(1),
                outputs: weight.size(0), kernel: weight.size(2), padding: .even(padding))
        }
    }

    private let network: any FeaturePyramid
    private let fused: FusedFeatures?
    private let side: Int
    private let channelMixing: [Convolution]
    private let scaleMixing: [Convolution]
    /// Channels of the projected features of each scale.
    let channels: [Int]

    /// Makes the random convolutions.
    ///
    /// - Parameters:
    ///   - network: Gives the features.
    ///   - configuration: Side and number of scales.
    ///   - engine: What computes; libtorch where it is another one but does not know the network.
    ///   - scope: Where the random weights live.
    init(
        _ network: any FeaturePyramid, _ configuration: ProjectedConfiguration,
        engine: TrainingEngine, in scope: ParameterScope
    ) {
        let mixed = (0..<configuration.scales).map(Self.width)
        channels = mixed.indices.map { mixed[max($0 - 1, 0)] }
        channelMixing = mixed.indices.map {
            Convolution(
                network.pyramidChannels[$0], mixed[$0], side: 1, in: scope["channels"][$0])
        }
        scaleMixing = mixed.indices.map { [channels] in
            Convolution(mixed[$0], channels[$0], side: 3, in: scope["scales"][$0])
        }
        (self.network, side) = (network, configuration.side)
        fused = FusedFeatures(
            network, side: configuration.side, scales: configuration.scales, engine)
    }

    /// Projects images; gradient flows to them.
    ///
    /// - Parameter images: RGB in [-1, 1], `[B, 3, S, S]`; of another size than the configured side
    ///   they are resized.
    /// - Returns: `[B, channels[i], side / (4 · 2^i), ...]` for each scale.
    func callAsFunction(_ images: Tensor) -> [Tensor] {
        if let fused {
            return fused(
                images,
                ProjectionWeights(
                    channels: channelMixing.map { $0.numbers(padding: 0) },
                    scales: scaleMixing.map { $0.numbers(padding: 1) }))
        }
        return projected(images)
    }

    private func projected(_ images: Tensor) -> [Tensor] {
        let resized =
            images.size(-1) == side ? images : images.resizedBilinear(height: side, width: side)
        let features = network.pyramid(of: resized, scales: channels.count)
        var (projected, above): ([Tensor], Tensor?) = ([], nil)
        for scale in channels.indices.reversed() {
            let (mixing, merging) = (channelMixing[scale], scaleMixing[scale])
            var x = convolution(features[scale], weight: mixing.weight, bias: mixing.bias)
            if let coarser = above {
                x = x + coarser.resizedBilinear(height: x.size(2), width: x.size(3))
            }
            x = convolution(x, weight: merging.weight, bias: merging.bias, padding: 1)
            projected.insert(x, at: 0)
            above = x
        }
        return projected
    }
}
