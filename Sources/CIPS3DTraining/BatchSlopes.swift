import Torch

/// The penalty of a batch that is looked at in parts, and its slope in what was kept of each image.
///
/// A part's images see the others as fixed numbers: the slope times its features has the gradient
/// that the penalty of the whole has at them.
struct BatchSlopes {
    /// As it enters the loss.
    let penalty: Double
    private let slopes: [Tensor]

    /// Asks a discriminator; nil where it has no penalty.
    ///
    /// - Parameters:
    ///   - features: Kept of the whole batch, without gradient.
    ///   - discriminator: Who asks for the penalty.
    init?(_ features: [Tensor], of discriminator: any ImageDiscriminator) {
        let leaves = features.map { $0.detached().requiringGradient() }
        guard let penalty = discriminator.batchPenalty(leaves) else { return nil }
        self.penalty = penalty.item
        slopes = gradients(of: [penalty], withRespectTo: leaves).compactMap { $0 }
    }

    /// A term of a part's loss with the penalty's gradient, and 0 as its value.
    ///
    /// - Parameters:
    ///   - part: One of the split's parts.
    ///   - split: How the batch is looked at.
    /// - Returns: The term of the features that the part's judgement kept; it is weighted like the rest
    ///   of the part's loss, by the part's share.
    func term(for part: Range<Int>, of split: BatchSplit) -> ([Tensor]) -> Tensor? {
        let ofPart = split.taking(part, of: slopes)
        return { features in
            let terms = zip(features, ofPart).map { f, slope in
                ((f - f.detached()) * slope).sum() / split.weight(part)
            }
            return terms.dropFirst().reduce(terms[0], +)
        }
    }
}
