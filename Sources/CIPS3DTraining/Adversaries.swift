import CIPS3DModel
import CIPS3DNetworks
import Torch
import TorchNN

/// The networks that train against one another, with their optimisers and the moving average.
public final class Adversaries {
    /// What the optimisers need to know.
    public struct Settings: Sendable, Equatable {
        /// Adam's step size for the generator.
        public var generatorLearningRate: Double
        /// Adam's step size for the discriminators.
        public var discriminatorLearningRate: Double
        /// Adam's decay of the mean gradient.
        public var beta1: Double
        /// Adam's decay of the mean squared gradient.
        public var beta2: Double
        /// Adam's guard against division by zero.
        public var epsilon: Double
        /// Largest norm of a gradient.
        public var gradientClipNorm: Double

        /// The settings in a training configuration.
        ///
        /// - Parameter training: The configuration.
        public init(_ training: TrainingConfiguration) {
            generatorLearningRate = training.generatorLearningRate
            discriminatorLearningRate = training.discriminatorLearningRate
            (beta1, beta2, epsilon) = (training.beta1, training.beta2, training.epsilon)
            gradientClipNorm = training.gradientClipNorm
        }
    }

    /// The generator that learns.
    public let generator: Generator
    /// Its moving average: the one that is kept.
    public let generatorEMA: Generator
    /// The discriminators.
    public let discriminator: DualDiscriminator

    let generatorOptimizer: Adam
    let discriminatorOptimizer: Adam
    private let gradientFree: GradientFreeEngine
    private let average: MovingAverage
    private let clipLimit: Double

    /// Brings networks together; the average starts from the generator's weights.
    ///
    /// libtorch computes everything.
    ///
    /// - Parameters:
    ///   - generator: The generator that learns.
    ///   - generatorEMA: A generator of the same sizes; its weights are overwritten.
    ///   - discriminator: The discriminators.
    ///   - settings: What the optimisers need to know.
    public convenience init(
        generator: Generator, generatorEMA: Generator, discriminator: DualDiscriminator,
        settings: Settings
    ) {
        self.init(
            generator: generator, generatorEMA: generatorEMA, discriminator: discriminator,
            settings: settings, gradientFree: .torch)
    }

    /// Brings networks together, and says what renders pixels that carry no gradient.
    package init(
        generator: Generator, generatorEMA: Generator, discriminator: DualDiscriminator,
        settings: Settings, gradientFree: GradientFreeEngine
    ) {
        self.gradientFree = gradientFree
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

    /// One step of the discriminators; the generator stays.
    ///
    /// - Parameters:
    ///   - real: Photographs in [-1, 1], `[B, 3, S, S]`.
    ///   - inputs: What the generated images are made of.
    ///   - r1Weight: Weight of the penalty; nil leaves it out.
    ///   - fade: How far the resolution has faded in, 0...1.
    /// - Returns: What the step measured.
    /// - Throws: ``NotFinite`` before anything is changed.
    public func stepDiscriminator(
        real: Tensor, inputs: GeneratorInputs, r1Weight: Double?, fade: Double = 1
    ) throws(NotFinite) -> DiscriminatorReport {
        let fake = gradientFree.images(of: generator, inputs, size: real.size(-1))
        let result = AdversarialLoss.discriminator(
            discriminator, real: real, fake: fake, r1Weight: r1Weight, fade: fade)
        let penalty = result.penalty?.item
        if let penalty { try NotFinite.check(penalty, "R1 penalty") }
        let loss = result.loss.item
        try NotFinite.check(loss, "discriminator loss")
        let norm = try update(
            discriminator.parameters, with: discriminatorOptimizer, loss: result.loss,
            term: "discriminator gradient")
        return DiscriminatorReport(
            loss: loss, penalty: penalty, realLogit: result.realLogits.mean().item,
            fakeLogit: result.fakeLogits.mean().item, gradientNorm: norm)
    }

    /// One step of the generator; the discriminators stay.
    ///
    /// - Parameters:
    ///   - inputs: What the generated images are made of.
    ///   - size: Pixels on a side.
    ///   - pixels: Pixels that carry gradient, int64 `[K]`; nil lets all of them.
    ///   - fade: How far the resolution has faded in, 0...1.
    /// - Returns: What the step measured.
    /// - Throws: ``NotFinite`` before anything is changed.
    public func stepGenerator(
        inputs: GeneratorInputs, size: Int, gradientPixels pixels: Tensor?, fade: Double = 1
    ) throws(NotFinite) -> GeneratorReport {
        let fake = gradientFree.images(
            of: generator, inputs, size: size, gradientPixels: pixels)
        let (loss, logits) = AdversarialLoss.generator(discriminator, fake: fake, fade: fade)
        let value = loss.item
        try NotFinite.check(value, "generator loss")
        let norm = try update(
            generator.parameters, with: generatorOptimizer, loss: loss,
            term: "generator gradient")
        return GeneratorReport(loss: value, fakeLogit: logits.mean().item, gradientNorm: norm)
    }

    /// Moves the average towards the generator.
    ///
    /// - Parameter decay: How much of the average stays.
    public func updateAverage(decay: Double) {
        average.update(decay: decay)
    }

    private func update(
        _ store: ParameterStore, with optimizer: Adam, loss: Tensor, term: String
    ) throws(NotFinite) -> Double {
        let slopes = gradients(of: [loss], withRespectTo: store.learned)
        let norm = clipNorm(slopes, to: clipLimit)
        try NotFinite.check(norm, term)
        optimizer.step(slopes)
        return norm
    }
}
