import CIPS3DModel
import CIPS3DNetworks
import RunSettings
import Torch
import TorchNN

/// The networks that train against one another, with their optimisers and the moving average.
package final class Adversaries {
    /// What the optimisers need to know.
    package struct Settings: Sendable, Equatable {
        /// Adam's step size for the generator.
        package var generatorLearningRate: Double
        /// Adam's step size for the discriminators.
        package var discriminatorLearningRate: Double
        /// Adam's decay of the mean gradient.
        package var beta1: Double
        /// Adam's decay of the mean squared gradient.
        package var beta2: Double
        /// Adam's guard against division by zero.
        package var epsilon: Double
        /// Largest norm of a gradient.
        package var gradientClipNorm: Double

        /// The settings in a training configuration.
        ///
        /// - Parameter training: The configuration.
        package init(_ training: TrainingConfiguration) {
            generatorLearningRate = training.generatorLearningRate
            discriminatorLearningRate = training.discriminatorLearningRate
            (beta1, beta2, epsilon) = (training.beta1, training.beta2, training.epsilon)
            gradientClipNorm = training.gradientClipNorm
        }
    }

    /// The generator that learns.
    package let generator: Generator
    /// Its moving average: the one that is kept.
    package let generatorEMA: Generator
    /// The discriminators.
    package let discriminator: any ImageDiscriminator

    let generatorOptimizer: Adam
    let discriminatorOptimizer: Adam
    let engine: TrainingEngine
    let peers: TrainingPeers?
    private let average: MovingAverage
    let clipLimit: Double

    /// Brings networks together; the average starts from the generator's weights.
    ///
    /// libtorch computes everything.
    ///
    /// - Parameters:
    ///   - generator: The generator that learns.
    ///   - generatorEMA: A generator of the same sizes; its weights are overwritten.
    ///   - discriminator: The discriminators.
    ///   - settings: What the optimisers need to know.
    package convenience init(
        generator: Generator, generatorEMA: Generator, discriminator: any ImageDiscriminator,
        settings: Settings
    ) {
        self.init(
            generator: generator, generatorEMA: generatorEMA, discriminator: discriminator,
            settings: settings, engine: .torch)
    }

    /// Brings networks together, and says what renders pixels that carry no gradient, and which other
    /// processes look at the rest of each batch.
    package init(
        generator: Generator, generatorEMA: Generator, discriminator: any ImageDiscriminator,
        settings: Settings, engine: TrainingEngine, peers: TrainingPeers? = nil
    ) {
        self.peers = peers
        self.engine = engine
        (self.generator, self.generatorEMA) = (generator, generatorEMA)
        self.discriminator = discriminator
        let optimizer = { (store: ParameterStore, learningRate: Double) in
            Adam(
                store, learningRate: learningRate, beta1: settings.beta1, beta2: settings.beta2,
                epsilon: settings.epsilon)
        }
        generatorOptimizer = optimizer(generator.parameters, settings.generatorLearningRate)
        discriminatorOptimizer = optimizer(
            discriminator.parameters, settings.discriminatorLearningRate)
        average = MovingAverage(of: generator.parameters, in: generatorEMA.parameters)
        clipLimit = settings.gradientClipNorm
    }

    /// Takes the average's values into what is frozen, so that both stay the same there.
    ///
    /// An average that others go on from is better than any weights of a single step.
    func settleFrozen() {
        let (mine, theirs) = (generator.parameters, generatorEMA.parameters)
        let learned = Set(mine.learnedPaths)
        for path in mine.paths where !learned.contains(path) {
            if let tensor = mine[path], let value = theirs[path] { tensor.copy(from: value) }
        }
    }

    /// Moves the average towards the generator.
    ///
    /// - Parameter decay: How much of the average stays.
    package func updateAverage(decay: Double) {
        average.update(decay: decay)
    }
}
