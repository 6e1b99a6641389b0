/// What a step of the discriminators measured.
public struct DiscriminatorReport: Sendable, Equatable {
    /// The loss, penalty included.
    public let loss: Double
    /// The R1 penalty as it entered the loss; nil where the step had none.
    public let penalty: Double?
    /// The view penalty as it entered the loss; nil where the step had none.
    public let viewPenalty: Double?
    /// Mean logit of photographs.
    public let realLogit: Double
    /// Mean logit of generated images.
    public let fakeLogit: Double
    /// Mean sign of the logits of photographs' colours: 1 where the discriminators are sure of all.
    public let realSign: Double
    /// Norm of the gradient before clipping.
    public let gradientNorm: Double
}

/// What a step of the generator measured.
public struct GeneratorReport: Sendable, Equatable {
    /// The loss.
    public let loss: Double
    /// The view penalty as it entered the loss; nil where the step had none.
    public let viewPenalty: Double?
    /// Mean logit of generated images.
    public let fakeLogit: Double
    /// Norm of the gradient before clipping.
    public let gradientNorm: Double
}

/// A number of the training that is not finite; nothing was changed by the step.
public struct NotFinite: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which number.
    public let term: String
    /// Its value.
    public let value: Double

    /// What is not finite.
    public var description: String {
        // The sign of a NaN says nothing.
        "the \(term) is \(value.isNaN ? "NaN" : "\(value)")"
    }

    static func check(_ value: Double, _ term: String) throws(NotFinite) {
        guard value.isFinite else { throw NotFinite(term: term, value: value) }
    }
}
