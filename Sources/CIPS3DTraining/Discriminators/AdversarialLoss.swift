import Torch

/// What discriminators and generator minimise.
///
/// The R1 penalty (arXiv:1801.04406) keeps a discriminator flat at photographs. The view penalty
/// (π-GAN, arXiv:2012.00926; StyleSDF, arXiv:2112.11427) lets it tell from which side a generated
/// image is seen, and the generator has to make that tellable.
package enum AdversarialLoss {
    /// What the discriminators minimise.
    package struct Discriminator {
        /// Adversarial loss and penalties, with its graph.
        package let loss: Tensor
        /// `mean(0.5 · weight · |gradient|²)`; nil where it was not asked for.
        package let penalty: Tensor?
        /// The view penalty as it enters the loss; nil where nobody tells views.
        package let viewPenalty: Tensor?
        /// Of photographs.
        package let real: Judgement
        /// Of generated images.
        package let fake: Judgement
    }

    /// What the generator minimises.
    package struct Generator {
        /// Adversarial loss and penalties, with its graph.
        package let loss: Tensor
        /// The view penalty as it enters the loss; nil where nobody tells views.
        package let viewPenalty: Tensor?
        /// Of generated images.
        package let fake: Judgement
    }

    /// From which sides generated images are seen, and how much it counts to tell.
    package struct Views {
        /// Yaw and pitch in radians, `[B, 2]`.
        let angles: Tensor
        let weight: Double

        package init(angles: Tensor, weight: Double) {
            (self.angles, self.weight) = (angles, weight)
        }

        /// Smooth L1 between told and true angles, as it enters a loss.
        func penalty(_ judgement: Judgement) -> Tensor? {
            guard weight > 0, let told = judgement.views else { return nil }
            let error = abs(told - angles)
            let smooth = select(where: error .< 1, 0.5 * error.squared, error - 0.5)
            return weight * smooth.mean()
        }
    }

    /// The discriminators' loss.
    ///
    /// - Parameters:
    ///   - discriminator: Who judges.
    ///   - real: Photographs in [-1, 1], `[B, 3, S, S]`; both judges see them.
    ///   - fake: What it sees of generated images, without a graph.
    ///   - r1Weight: Weight of the penalty on photographs; nil leaves it out.
    ///   - views: From which sides the generated images are seen; nil does not ask.
    ///   - fade: How far the resolution has faded in.
    /// - Returns: The loss and what it is made of.
    package static func discriminator(
        _ discriminator: some ImageDiscriminator, real: Tensor, fake: SeenImages,
        r1Weight: Double?, views: Views? = nil, fade: Double
    ) -> Discriminator {
        let r1Weight = discriminator.wantsGradientPenalty ? r1Weight : nil
        // A leaf for each judge, so that each penalty belongs to its own.
        let leaves = r1Weight.map { _ in (0..<2).map { _ in real.detached().requiringGradient() } }
        let ofReal = discriminator.judge(
            leaves.map { .photographs($0[0], copy: $0[1]) } ?? .photographs(real), fade: fade)
        let ofFake = discriminator.judge(fake, fade: fade)
        var loss =
            weighted(ofFake, by: discriminator, discriminator.objective.fake)
            + weighted(ofReal, by: discriminator, discriminator.objective.real)
        let viewPenalty = views?.penalty(ofFake)
        if let viewPenalty { loss = loss + viewPenalty }
        let penalty = r1Weight.flatMap { weight in
            leaves.map { gradientPenalty(ofReal, leaves: $0, by: discriminator, weight: weight) }
        }
        if let penalty { loss = loss + penalty }
        return Discriminator(
            loss: loss, penalty: penalty, viewPenalty: viewPenalty, real: ofReal, fake: ofFake)
    }

    /// The generator's loss.
    ///
    /// - Parameters:
    ///   - discriminator: Who judges.
    ///   - fake: What it sees of generated images, with their graph.
    ///   - views: From which sides they are seen; nil does not ask.
    ///   - fade: How far the resolution has faded in.
    ///   - batchPenalty: What is paid for the features that were kept of the images; nil asks the
    ///     discriminator, as if these were the whole batch.
    /// - Returns: The loss with its graph, and the logits.
    package static func generator(
        _ discriminator: some ImageDiscriminator, fake: SeenImages, views: Views? = nil,
        fade: Double, batchPenalty: (([Tensor]) -> Tensor?)? = nil
    ) -> Generator {
        let judgement = discriminator.judge(fake, fade: fade)
        let viewPenalty = views?.penalty(judgement)
        let ofBatch = (batchPenalty ?? discriminator.batchPenalty)(judgement.features)
        let penalties = [viewPenalty, ofBatch].compactMap { $0 }
        let loss = penalties.reduce(
            weighted(judgement, by: discriminator, discriminator.objective.generated), +)
        return Generator(loss: loss, viewPenalty: viewPenalty, fake: judgement)
    }

    /// The mean cost of each judge's logits, weighted.
    private static func weighted(
        _ judgement: Judgement, by discriminator: some ImageDiscriminator,
        _ cost: (Tensor) -> Tensor
    ) -> Tensor {
        let color = discriminator.weights.color * cost(judgement.color).mean()
        guard let auxiliary = judgement.auxiliary else { return color }
        return color + discriminator.weights.auxiliary * cost(auxiliary).mean()
    }

    /// `mean(0.5 · weight · |gradient|²)` of each judge, weighted as its logits are.
    private static func gradientPenalty(
        _ judgement: Judgement, leaves: [Tensor], by discriminator: some ImageDiscriminator,
        weight: Double
    ) -> Tensor {
        let logits = [judgement.color, judgement.auxiliary].compactMap { $0?.sum() }
        let slopes = gradients(of: logits, withRespectTo: leaves, createGraph: true)
        let weights = [discriminator.weights.color, discriminator.weights.auxiliary]
        let terms = zip(slopes, weights).compactMap { slope, share in
            slope.map { 0.5 * weight * share / Double($0.size(0)) * $0.squared.sum() }
        }
        return terms.dropFirst().reduce(terms[0], +)
    }
}

extension Judgement {
    /// The mean of all logits: of each judge, and then of both.
    var meanLogit: Double {
        let means = [color, auxiliary].compactMap { $0?.detached().mean().item }
        return means.reduce(0, +) / Double(means.count)
    }

    /// The mean sign of the logits of colours, in [-1, 1].
    var meanSign: Double {
        let logits = color.detached()
        return 2 * (logits .> 0).converted(to: logits.type).mean().item - 1
    }
}
