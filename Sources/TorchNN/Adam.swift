import Torch

/// Adam (arXiv:1412.6980) over the learned tensors of a store.
///
/// A parameter without a gradient is passed over, and its step count stands still.
public final class Adam {
    /// Step size.
    public var learningRate: Double
    private let (beta1, beta2, epsilon): (Double, Double, Double)
    private let parameters: [Tensor]
    private let means: [Tensor]
    private let squares: [Tensor]
    private let stepCounts: [Tensor]
    private let paths: [String]

    /// An optimiser with moments of zero.
    ///
    /// - Parameters:
    ///   - store: Whose learned tensors it moves.
    ///   - learningRate: Step size.
    ///   - beta1: Decay of the mean gradient.
    ///   - beta2: Decay of the mean squared gradient.
    ///   - epsilon: Guard against division by zero.
    public init(
        _ store: ParameterStore, learningRate: Double, beta1: Double, beta2: Double,
        epsilon: Double
    ) {
        self.learningRate = learningRate
        (self.beta1, self.beta2, self.epsilon) = (beta1, beta2, epsilon)
        paths = store.learnedPaths
        parameters = store.learned
        means = parameters.map { $0.detached().zerosLike() }
        squares = parameters.map { $0.detached().zerosLike() }
        stepCounts = parameters.map { Tensor.zeros([], device: $0.device) }
    }

    /// Moves the parameters.
    ///
    /// - Parameter gradients: One for each learned tensor of the store; nil leaves it alone.
    public func step(_ gradients: [Tensor?]) {
        precondition(gradients.count == parameters.count, "one gradient for each parameter")
        let used = gradients.indices.filter { gradients[$0] != nil }
        guard !used.isEmpty else { return }
        InPlace.adam(
            used.map { parameters[$0] }, gradients: gradients.compactMap { $0 },
            means: used.map { means[$0] }, squares: used.map { squares[$0] },
            stepCounts: used.map { stepCounts[$0] }, learningRate: learningRate, beta1: beta1,
            beta2: beta2, epsilon: epsilon)
    }

    /// Every tensor that has to be saved to go on later, by name: a group for each parameter.
    public var state: [[(name: String, tensor: Tensor)]] {
        paths.indices.map { i in
            [
                ("\(paths[i]).mean", means[i]), ("\(paths[i]).square", squares[i]),
                ("\(paths[i]).steps", stepCounts[i]),
            ]
        }
    }
}
