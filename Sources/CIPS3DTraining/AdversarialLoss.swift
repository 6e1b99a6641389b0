import CIPS3DNetworks
import Torch

/// The non-saturating logistic loss (arXiv:1406.2661) with the R1 penalty (arXiv:1801.04406).
///
/// Means go over the logits of both discriminators together, so that both weigh the same.
package enum AdversarialLoss {
    /// What the discriminators minimise.
    package struct Discriminator {
        /// `mean(softplus(fake) + softplus(-real) + penalty)`, with its graph.
        package let loss: Tensor
        /// `mean(0.5 · weight · |gradient|²)`; nil where it was not asked for.
        package let penalty: Tensor?
        /// The main discriminator's first, then the auxiliary one's.
        package let realLogits: Tensor
        /// In the same order.
        package let fakeLogits: Tensor
    }

    /// The discriminators' loss.
    ///
    /// - Parameters:
    ///   - network: The discriminators.
    ///   - real: Photographs in [-1, 1], `[B, 3, S, S]`; both discriminators see them.
    ///   - fake: Generated images without a graph.
    ///   - r1Weight: Weight of the penalty on photographs; nil leaves it out.
    ///   - fade: How far the resolution has faded in.
    /// - Returns: The loss and what it is made of.
    package static func discriminator(
        _ network: DualDiscriminator, real: Tensor, fake: RenderedImages, r1Weight: Double?,
        fade: Double
    ) -> Discriminator {
        // A leaf for each discriminator, so that each penalty belongs to its own.
        let leaves = (0..<(network.usesAuxiliary ? 2 : 1)).map { _ in
            real.detached().requiringGradient(r1Weight != nil)
        }
        let realLogits = network(leaves[0], auxiliaryImages: leaves[leaves.count - 1], fade: fade)
        let fakeLogits = network(fake.color, auxiliaryImages: fake.auxiliary, fade: fade)
        let loss = (softplus(fakeLogits) + softplus(-realLogits)).mean()
        guard let r1Weight else {
            return Discriminator(
                loss: loss, penalty: nil, realLogits: realLogits, fakeLogits: fakeLogits)
        }
        let slopes = gradients(of: [realLogits.sum()], withRespectTo: leaves, createGraph: true)
        // Sum over pixels, mean over all logits.
        let squares = slopes.compactMap { $0?.squared.sum() }
        let total = squares.dropFirst().reduce(squares[0], +)
        let penalty = 0.5 * r1Weight / Double(realLogits.count) * total
        return Discriminator(
            loss: loss + penalty, penalty: penalty, realLogits: realLogits,
            fakeLogits: fakeLogits)
    }

    /// The generator's loss: `mean(softplus(-fake))`.
    ///
    /// - Parameters:
    ///   - network: The discriminators.
    ///   - fake: Generated images with their graph.
    ///   - fade: How far the resolution has faded in.
    /// - Returns: The loss with its graph, and the logits.
    package static func generator(
        _ network: DualDiscriminator, fake: RenderedImages, fade: Double
    ) -> (loss: Tensor, fakeLogits: Tensor) {
        let logits = network(fake.color, auxiliaryImages: fake.auxiliary, fade: fade)
        return (softplus(-logits).mean(), logits)
    }
}
