import Torch

/// Gradients summed over the parts of a batch.
struct GradientSum {
    /// One for each parameter; nil where nothing depends on it.
    private(set) var gradients: [Tensor?] = []

    /// Takes in those of a part.
    ///
    /// - Parameters:
    ///   - further: Of the mean over the part's images.
    ///   - weight: The part's share of the batch.
    mutating func add(_ further: [Tensor?], weight: Double) {
        let weighted = weight == 1 ? further : further.map { $0.map { weight * $0 } }
        guard !gradients.isEmpty else { return gradients = weighted }
        gradients = zip(gradients, weighted).map { sum, term in
            guard let sum, let term else { return sum ?? term }
            return sum + term
        }
    }
}

/// A mean over a batch, gathered part by part.
struct WeightedMean {
    /// 0 where there was nothing.
    private(set) var sum = 0.0
    private var isThere = false

    /// Nil where there was nothing.
    var value: Double? { isThere ? sum : nil }

    /// Takes in the mean over a part, if it has one.
    mutating func add(_ mean: Double?, weight: Double) {
        guard let mean else { return }
        sum += weight * mean
        isThere = true
    }
}

/// What a step of the discriminators measures.
struct DiscriminatorMeans {
    private(set) var loss = WeightedMean()
    private(set) var penalty = WeightedMean()
    private var viewPenalty = WeightedMean()
    private var (realLogit, fakeLogit, realSign) = (WeightedMean(), WeightedMean(), WeightedMean())

    mutating func add(_ result: AdversarialLoss.Discriminator, weight: Double) {
        loss.add(result.loss.item, weight: weight)
        penalty.add(result.penalty?.item, weight: weight)
        viewPenalty.add(result.viewPenalty?.item, weight: weight)
        realLogit.add(result.real.meanLogit, weight: weight)
        fakeLogit.add(result.fake.meanLogit, weight: weight)
        realSign.add(result.real.meanSign, weight: weight)
    }

    func report(gradientNorm: Double) -> DiscriminatorReport {
        DiscriminatorReport(
            loss: loss.sum, penalty: penalty.value, viewPenalty: viewPenalty.value,
            realLogit: realLogit.sum, fakeLogit: fakeLogit.sum, realSign: realSign.sum,
            gradientNorm: gradientNorm)
    }
}

/// What a step of the generator measures.
struct GeneratorMeans {
    private(set) var loss = WeightedMean()
    private var (viewPenalty, fakeLogit) = (WeightedMean(), WeightedMean())
    private let batchPenalty: Double?

    /// Nothing yet.
    ///
    /// - Parameter batchPenalty: What the batch as a whole pays, where each part's loss holds a term
    ///   that has its gradient and not its value.
    init(batchPenalty: Double?) { self.batchPenalty = batchPenalty }

    mutating func add(_ result: AdversarialLoss.Generator, weight: Double) {
        loss.add(result.loss.item, weight: weight)
        viewPenalty.add(result.viewPenalty?.item, weight: weight)
        fakeLogit.add(result.fake.meanLogit, weight: weight)
    }

    func report(gradientNorm: Double) -> GeneratorReport {
        GeneratorReport(
            loss: loss.sum + (batchPenalty ?? 0), viewPenalty: viewPenalty.value,
            fakeLogit: fakeLogit.sum, gradientNorm: gradientNorm)
    }
}

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
