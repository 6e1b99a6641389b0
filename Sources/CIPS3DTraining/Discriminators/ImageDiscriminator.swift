import CIPS3DNetworks
import Torch
import TorchNN

/// Tells photographs from generated images.
///
/// It owns its parameters, learned and stored, whose paths are its keys in a snapshot, and says how
/// its logits become a loss and whether it wants a penalty.
package protocol ImageDiscriminator {
    /// Its parameters.
    var parameters: ParameterStore { get }
    /// How its logits become a loss.
    var objective: AdversarialObjective { get }
    /// How much the judgement of colours and that of auxiliary images count.
    var weights: JudgementWeights { get }
    /// Whether it wants the R1 penalty on photographs.
    var wantsGradientPenalty: Bool { get }

    /// Gets ready for a step in which it learns.
    func beginStep()

    /// Goes as far with images as nothing learns on the way.
    ///
    /// - Parameter images: What to judge.
    /// - Returns: What can be judged more than once.
    func look(at images: JudgedImages) -> SeenImages

    /// Judges what it sees of images.
    ///
    /// - Parameters:
    ///   - seen: What `look` gave.
    ///   - fade: How far the resolution has faded in, 0...1.
    /// - Returns: Logits: positive is real.
    func judge(_ seen: SeenImages, fade: Double) -> Judgement

    /// Whether the generator pays for batches as a whole.
    var paysForBatches: Bool { get }

    /// What a judgement keeps of each image for statements about the batch, and nothing else of it.
    ///
    /// - Parameter images: What would be judged.
    /// - Returns: The judgement's `features`.
    func features(of images: JudgedImages) -> [Tensor]

    /// Learns what photographs are like, after a step in which it judged them.
    ///
    /// - Parameter features: Kept of the photographs of a batch.
    func observe(_ features: [Tensor])

    /// What the generator pays for a batch that does not vary as photographs do.
    ///
    /// - Parameter features: Kept of the generated images of a batch.
    /// - Returns: A number without axes, as it enters the loss; nil where nobody asks.
    func batchPenalty(_ features: [Tensor]) -> Tensor?
}

extension ImageDiscriminator {
    /// Judges images.
    ///
    /// - Parameters:
    ///   - images: What to judge.
    ///   - fade: How far the resolution has faded in, 0...1.
    /// - Returns: Logits: positive is real.
    package func judge(_ images: JudgedImages, fade: Double) -> Judgement {
        judge(look(at: images), fade: fade)
    }

    /// All of it learns.
    package func look(at images: JudgedImages) -> SeenImages {
        SeenImages(color: [images.color], auxiliary: images.auxiliary.map { [$0] })
    }

    /// It does not.
    package var paysForBatches: Bool { false }
    /// Nothing is kept.
    package func features(of images: JudgedImages) -> [Tensor] { [] }
    /// Nothing is learned.
    package func observe(_ features: [Tensor]) {}
    /// Nobody asks.
    package func batchPenalty(_ features: [Tensor]) -> Tensor? { nil }
}

/// Images before a discriminator.
package struct JudgedImages {
    /// RGB in [-1, 1], `[B, 3, S, S]`.
    package let color: Tensor
    /// What the second judge looks at: of generated images the one read straight off the NeRF, of
    /// photographs the same; nil where both look at `color`.
    package let auxiliary: Tensor?

    /// Generated images.
    ///
    /// - Parameters:
    ///   - color: Painted by the INR, `[B, 3, S, S]`.
    ///   - auxiliary: Read straight off the NeRF, the same shape.
    /// - Returns: What is judged.
    package static func generated(color: Tensor, auxiliary: Tensor) -> JudgedImages {
        JudgedImages(color: color, auxiliary: auxiliary)
    }

    /// Photographs, which both judges look at.
    ///
    /// - Parameters:
    ///   - images: `[B, 3, S, S]`.
    ///   - copy: The same images once more, where each judge needs its own for the gradient.
    /// - Returns: What is judged.
    package static func photographs(_ images: Tensor, copy: Tensor? = nil) -> JudgedImages {
        JudgedImages(color: images, auxiliary: copy)
    }
}

/// What a discriminator sees of B images before anything that learns.
package struct SeenImages {
    /// Of the colours, `[B, ...]` each.
    package let color: [Tensor]
    /// Of the auxiliary images; nil where both judges look at the colours.
    package let auxiliary: [Tensor]?

    /// The same without a graph.
    func detached() -> SeenImages {
        SeenImages(
            color: color.map { $0.detached() }, auxiliary: auxiliary?.map { $0.detached() })
    }
}

/// What a discriminator says of B images.
package struct Judgement {
    /// Of the colours, `[B, L]`: one logit or more for each image.
    package let color: Tensor
    /// Of the auxiliary images, `[B, M]`; nil where nobody judges them.
    package let auxiliary: Tensor?
    /// From which side the images are seen: yaw and pitch in radians, `[B, 2]`; nil where nobody
    /// tells.
    package let views: Tensor?
    /// What is kept of each image for statements about the batch, `[B, ...]` each.
    package let features: [Tensor]

    /// A judgement.
    ///
    /// - Parameters:
    ///   - color: `[B, L]`.
    ///   - auxiliary: `[B, M]`.
    ///   - views: `[B, 2]`.
    ///   - features: `[B, ...]` each.
    package init(
        color: Tensor, auxiliary: Tensor?, views: Tensor? = nil, features: [Tensor] = []
    ) {
        (self.color, self.auxiliary) = (color, auxiliary)
        (self.views, self.features) = (views, features)
    }
}

/// How much the judgement of colours and that of auxiliary images count.
package struct JudgementWeights: Sendable, Equatable {
    /// Of the colours.
    package let color: Double
    /// Of the auxiliary images.
    package let auxiliary: Double
}

/// How logits become losses.
package enum AdversarialObjective: Sendable, Equatable {
    /// The non-saturating logistic loss (arXiv:1406.2661).
    case logistic
    /// The hinge loss (arXiv:1705.02894).
    case hinge

    /// What photographs cost a discriminator.
    func real(_ logits: Tensor) -> Tensor {
        switch self {
        case .logistic: softplus(-logits)
        case .hinge: relu(1 - logits)
        }
    }

    /// What generated images cost a discriminator.
    func fake(_ logits: Tensor) -> Tensor {
        switch self {
        case .logistic: softplus(logits)
        case .hinge: relu(1 + logits)
        }
    }

    /// What generated images cost the generator.
    func generated(_ logits: Tensor) -> Tensor {
        switch self {
        case .logistic: softplus(-logits)
        case .hinge: -logits
        }
    }
}
