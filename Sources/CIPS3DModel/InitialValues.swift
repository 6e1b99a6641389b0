/// How a tensor is filled before training.
package enum InitialValues: Sendable, Equatable {
    /// One number throughout.
    case constant(Double)
    /// N(0, deviation²).
    case normal(deviation: Double)
    /// Uniform within ±bound.
    case uniform(bound: Double)

    /// He's initialisation for a leaky ReLU of slope 0.2 (arXiv:1502.01852): the variance of the
    /// signal is kept.
    ///
    /// - Parameter fan: Inputs that are summed.
    /// - Returns: A normal distribution of variance `2 / ((1 + 0.2²) fan)`.
    package static func kaiming(fan: Int) -> InitialValues {
        .normal(deviation: (2 / (1.04 * Double(fan))).squareRoot())
    }

    /// SIREN's initialisation (arXiv:2006.09661).
    ///
    /// - Parameters:
    ///   - inputs: Inputs that are summed.
    ///   - frequency: What the sum is multiplied by before the sine.
    /// - Returns: Uniform within `sqrt(6 / inputs) / frequency`.
    package static func siren(inputs: Int, frequency: Double) -> InitialValues {
        .uniform(bound: (6 / Double(inputs)).squareRoot() / frequency)
    }

    /// What PyTorch gives the weights and biases of a linear layer.
    ///
    /// - Parameter inputs: Inputs that are summed.
    /// - Returns: Uniform within `1 / sqrt(inputs)`.
    package static func pyTorchDefault(inputs: Int) -> InitialValues {
        .uniform(bound: 1 / Double(inputs).squareRoot())
    }

    /// The same distribution, made narrower or wider.
    ///
    /// - Parameter factor: What every number is multiplied by.
    /// - Returns: The distribution of the products.
    package func scaled(by factor: Double) -> InitialValues {
        switch self {
        case .constant(let value): .constant(factor * value)
        case .normal(let deviation): .normal(deviation: factor * deviation)
        case .uniform(let bound): .uniform(bound: factor * bound)
        }
    }
}
