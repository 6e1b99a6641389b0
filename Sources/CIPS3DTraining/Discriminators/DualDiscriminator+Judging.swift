import CIPS3DNetworks
import Torch

/// StyleGAN2's kind, as published: the logistic loss with R1, and the logits of both networks
/// together, so that both weigh the same.
extension DualDiscriminator: ImageDiscriminator {
    /// The non-saturating logistic loss.
    package var objective: AdversarialObjective { .logistic }

    /// Equal weights, one in sum.
    package var weights: JudgementWeights {
        let share = usesAuxiliary ? 0.5 : 0
        return JudgementWeights(color: 1 - share, auxiliary: share)
    }

    /// R1 (arXiv:1801.04406).
    package var wantsGradientPenalty: Bool { true }

    /// Nothing changes but by learning.
    package func beginStep() {}

    /// Judges images.
    ///
    /// - Parameters:
    ///   - seen: The images themselves.
    ///   - fade: How far the resolution has faded in, 0...1.
    /// - Returns: One logit for each image.
    package func judge(_ seen: SeenImages, fade: Double) -> Judgement {
        let (logits, views) = main(seen.color[0], fade: fade)
        return Judgement(
            color: logits,
            auxiliary: auxiliary.map { $0((seen.auxiliary ?? seen.color)[0], fade: fade).logits },
            views: views)
    }
}
