import CIPS3DModel
import RunSettings

/// How often images are changed before they are judged: more while the discriminators know the
/// photographs by heart, less while they do not.
///
/// Source: Karras et al., StyleGAN2-ADA (arXiv:2006.06676), with its heuristic r_t, the mean sign of the
/// discriminator's logits of photographs, and its four steps between adjustments.
package struct AdaptiveAugmentation: Codable, Sendable, Equatable {
    /// Steps from one adjustment to the next.
    package static let interval = 4

    /// Probability of each change of each image.
    package private(set) var probability = 0.0
    /// Of the logits since the last adjustment.
    private var signs = 0.0
    private var steps = 0

    /// Nothing is changed yet.
    package init() {}

    /// Takes in what a step saw.
    ///
    /// - Parameters:
    ///   - sign: Mean sign of the logits of photographs, in [-1, 1].
    ///   - training: Target, speed and batch.
    package mutating func add(sign: Double, _ training: TrainingConfiguration) {
        guard training.augmentationTarget > 0 else { return }
        signs += sign
        steps += 1
        guard steps == Self.interval else { return }
        let images = Double(steps * training.batchSize)
        let change = images / (training.augmentationKimg * 1_000)
        let isAbove = signs / Double(steps) > training.augmentationTarget
        probability = min(1, max(0, probability + (isAbove ? change : -change)))
        (signs, steps) = (0, 0)
    }
}
