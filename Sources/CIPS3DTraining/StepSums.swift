import CIPS3DNetworks
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

    /// Adds those of the other processes.
    mutating func addPeers(_ peers: TrainingPeers) throws {
        var sums = try peers.sum(gradients.compactMap(\.self))[...]
        gradients = gradients.map { $0 == nil ? nil : sums.popFirst() }
    }
}

/// Means over a batch, gathered part by part.
struct StepMeans<Term: CaseIterable & Hashable> where Term.AllCases == [Term] {
    private var sums: [Term: Double] = [:]

    /// The mean; nil where there was nothing.
    subscript(_ term: Term) -> Double? { sums[term] }

    /// Takes in the mean over a part, if it has one.
    mutating func add(_ term: Term, _ mean: Double?, weight: Double) {
        guard let mean else { return }
        sums[term, default: 0] += weight * mean
    }

    /// Adds those of the other processes, which have the same terms.
    mutating func addPeers(_ peers: TrainingPeers) throws {
        let terms = Term.allCases.filter { sums[$0] != nil }
        for (term, sum) in zip(terms, try peers.sum(terms.map { sums[$0] ?? 0 })) {
            sums[term] = sum
        }
    }
}

/// What a step of the discriminators measures.
enum DiscriminatorTerm: CaseIterable {
    case loss, penalty, viewPenalty, realLogit, fakeLogit, realSign
}

extension StepMeans<DiscriminatorTerm> {
    mutating func add(_ result: AdversarialLoss.Discriminator, weight: Double) {
        add(.loss, result.loss.item, weight: weight)
        add(.penalty, result.penalty?.item, weight: weight)
        add(.viewPenalty, result.viewPenalty?.item, weight: weight)
        add(.realLogit, result.real.meanLogit, weight: weight)
        add(.fakeLogit, result.fake.meanLogit, weight: weight)
        add(.realSign, result.real.meanSign, weight: weight)
    }

    /// Refuses what is not finite.
    func check() throws(NotFinite) {
        if let penalty = self[.penalty] { try NotFinite.check(penalty, "R1 penalty") }
        try NotFinite.check(self[.loss] ?? 0, "discriminator loss")
    }

    func report(gradientNorm: Double) -> DiscriminatorReport {
        DiscriminatorReport(
            loss: self[.loss] ?? 0, penalty: self[.penalty], viewPenalty: self[.viewPenalty],
            realLogit: self[.realLogit] ?? 0, fakeLogit: self[.fakeLogit] ?? 0,
            realSign: self[.realSign] ?? 0, gradientNorm: gradientNorm)
    }
}

/// What a step of the generator measures.
enum GeneratorTerm: CaseIterable {
    case loss, viewPenalty, fakeLogit
}

extension StepMeans<GeneratorTerm> {
    mutating func add(_ result: AdversarialLoss.Generator, weight: Double) {
        add(.loss, result.loss.item, weight: weight)
        add(.viewPenalty, result.viewPenalty?.item, weight: weight)
        add(.fakeLogit, result.fake.meanLogit, weight: weight)
    }

    /// Refuses what is not finite.
    func check() throws(NotFinite) { try NotFinite.check(self[.loss] ?? 0, "generator loss") }

    /// What the step measured.
    ///
    /// - Parameters:
    ///   - batchPenalty: What the batch as a whole pays, where the parts' losses have its gradient and not
    ///     its value.
    ///   - gradientNorm: Before clipping.
    /// - Returns: The report.
    func report(batchPenalty: Double?, gradientNorm: Double) -> GeneratorReport {
        GeneratorReport(
            loss: (self[.loss] ?? 0) + (batchPenalty ?? 0), viewPenalty: self[.viewPenalty],
            fakeLogit: self[.fakeLogit] ?? 0, gradientNorm: gradientNorm)
    }
}
