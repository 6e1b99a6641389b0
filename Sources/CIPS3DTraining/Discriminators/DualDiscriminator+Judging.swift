import CIPS3DNetworks
import Torch

/// StyleGAN2's kind, as published: the logistic loss with R1, and the logits of both networks
/// together, so that both weigh the same.
extension DualDiscriminator: ImageDiscriminator {
    /// The non-saturating logistic loss.
    public var objective: AdversarialObjective { .logistic }

    /// Equal weights, one in sum.
    public var weights: JudgementWeights {
        let share = usesAuxiliary ? 0.5 : 0
        return JudgementWeights(color: 1 - share, auxiliary: share)
    }

    /// R1 (arXiv:1801.04406).
    public var wantsGradientPenalty: Bool { true }

    /// Nothing changes but by learning.
    public func beginStep() {}

    /// Judges images.
    ///
    /// - Parameters:
    ///   - images: What to judge.
    ///   - fade: How far the resolution has faded in, 0...1.
    /// - Returns: One logit for each image.
    public func judge(_ images: JudgedImages, fade: Double) -> Judgement {
        let (logits, views) = main(images.color, fade: fade)
        return Judgement(
            color: logits,
            auxiliary: auxiliary.map { $0(images.auxiliary ?? images.color, fade: fade).logits },
            views: views)
    }
}
