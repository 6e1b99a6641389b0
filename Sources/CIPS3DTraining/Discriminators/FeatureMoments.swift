import CIPS3DModel
import Torch
import TorchNN

/// Means and variances of the photographs' features, and how far those of generated images are from them.
///
/// A discriminator says of each image whether it is a photograph; one good face for all codes satisfies
/// it. Moments say of a batch whether its images differ as photographs do. Of each scale, f being the
/// features averaged over the map, with mean m and deviation d over photographs:
///
///     gap = mean over channels of (mean_1(f) - m) (mean_2(f) - m) / d² + (deviation(f) / d - 1)²
///
/// mean_1 and mean_2 are over the two halves of the batch: the product of both is no larger for a small
/// batch than for a large one, where the square of one mean would ask images to be alike. m and d are
/// running averages over the photographs of earlier steps, kept in the snapshot.
///
/// Sources: Salimans et al. (arXiv:1606.03498), feature matching; dos Santos et al., generative feature
/// matching networks (arXiv:1904.02758).
package struct FeatureMoments {
    /// The largest decay of the running averages, per step.
    private static let largestDecay = 0.99
    /// Steps t after which the decay is t / (t + ramp).
    private static let ramp = 10.0

    private struct Scale {
        let mean: Tensor
        let variance: Tensor
    }

    private let scales: [Scale]
    private let steps: Tensor

    /// Moments of nothing yet.
    ///
    /// - Parameters:
    ///   - channels: Of each scale.
    ///   - scope: Where they are stored.
    package init(channels: [Int], in scope: ParameterScope) {
        scales = channels.enumerated().map { scale, count in
            Scale(
                mean: scope[scale].constant("mean", [count], .constant(0)),
                variance: scope[scale].constant("variance", [count], .constant(1)))
        }
        steps = scope.constant("steps", [1], .constant(0))
    }

    /// What is kept of the features of each image: their means over the map.
    ///
    /// - Parameter maps: `[B, channels, H, W]` of each scale.
    /// - Returns: `[B, channels]` of each.
    package static func pooled(_ maps: [Tensor]) -> [Tensor] { maps.map { $0.mean(2, 3) } }

    /// Takes the features of a batch of photographs into the averages.
    ///
    /// - Parameter features: `[B, channels]` of each scale.
    package func observe(_ features: [Tensor]) {
        withoutGradient {
            let seen = steps.item
            let decay = min(Self.largestDecay, seen / (seen + Self.ramp))
            for (scale, f) in zip(scales, features) {
                InPlace.move([scale.mean], towards: [f.mean(0)], weight: 1 - decay)
                InPlace.move(
                    [scale.variance], towards: [(f - scale.mean).squared.mean(0)],
                    weight: 1 - decay)
            }
            steps.fill(with: seen + 1)
        }
    }

    /// How far generated images are from the photographs seen so far; gradient flows to the features.
    ///
    /// - Parameter features: `[B, channels]` of each scale, B at least 2.
    /// - Returns: A number without axes, summed over the scales.
    package func gap(_ features: [Tensor]) -> Tensor {
        let gaps = zip(scales, features).map { scale, f in
            let deviation = sqrt(scale.variance + 1e-12)
            let half = f.size(0) / 2
            let shift = { (images: Range<Int>) in
                (f.narrowed(0, images).mean(0) - scale.mean) / deviation
            }
            let spread = sqrt(f.variance(0) + 1e-6) / deviation - 1
            return (shift(0..<half) * shift(half..<f.size(0)) + spread.squared).mean()
        }
        return gaps.dropFirst().reduce(gaps[0], +)
    }
}
