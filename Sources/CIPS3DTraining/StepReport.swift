/// What a step of the discriminators measured.
package struct DiscriminatorReport: Sendable, Equatable {
    /// The loss, penalty included.
    package let loss: Double
    /// The R1 penalty as it entered the loss; nil where the step had none.
    package let penalty: Double?
    /// The view penalty as it entered the loss; nil where the step had none.
    package let viewPenalty: Double?
    /// Mean logit of photographs.
    package let realLogit: Double
    /// Mean logit of generated images.
    package let fakeLogit: Double
    /// Mean sign of the logits of photographs' colours: 1 where the discriminators are sure of all.
    package let realSign: Double
    /// Norm of the gradient before clipping.
    package let gradientNorm: Double
}

/// What a step of the generator measured.
package struct GeneratorReport: Sendable, Equatable {
    /// The loss.
    package let loss: Double
    /// The view penalty as it entered the loss; nil where the step had none.
    package let viewPenalty: Double?
    /// Mean logit of generated images.
    package let fakeLogit: Double
    /// Norm of the gradient before clipping.
    package let gradientNorm: Double
}

/// A number of the training that is not finite; nothing was changed by the step.
public struct NotFinite: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which number.
    public let term: String
    /// Its value.
    public let value: Double

    /// What is not finite.
    public var description: String {
        "A number of the training is not finite: \(reason); lower the learning rates."
    }

    /// The same as a clause.
    var reason: String {
        // The sign of a NaN says nothing.
        "the \(term) is \(value.isNaN ? "NaN" : "\(value)")"
    }

    static func check(_ value: Double, _ term: String) throws(NotFinite) {
        guard value.isFinite else { throw NotFinite(term: term, value: value) }
    }
}
