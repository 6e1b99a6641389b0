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
    public let discriminator: any ImageDiscriminator

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
        generator: Generator, generatorEMA: Generator, discriminator: any ImageDiscriminator,
        settings: Settings
    ) {
        self.init(
            generator: generator, generatorEMA: generatorEMA, discriminator: discriminator,
            settings: settings, gradientFree: .torch)
    }

    /// Brings networks together, and says what renders pixels that carry no gradient.
    package init(
        generator: Generator, generatorEMA: Generator, discriminator: any ImageDiscriminator,
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
    ///   - preparation: What images go through before they are judged.
    ///   - r1Weight: Weight of the penalty, where the discriminators want one; nil leaves it out.
    ///   - viewWeight: Weight of the view penalty; 0 leaves it out.
    ///   - fade: How far the resolution has faded in, 0...1.
    /// - Returns: What the step measured.
    /// - Throws: ``NotFinite`` before anything is learned.
    public func stepDiscriminator(
        real: Tensor, inputs: GeneratorInputs, preparation: ImagePreparation = .none,
        r1Weight: Double?, viewWeight: Double = 0, fade: Double = 1
    ) throws(NotFinite) -> DiscriminatorReport {
        let fake = gradientFree.images(of: generator, inputs, size: real.size(-1))
        discriminator.beginStep()
        let judged = JudgedImages.generated(color: fake.color, auxiliary: fake.auxiliary)
        let result = AdversarialLoss.discriminator(
            discriminator, real: preparation.photographs(real),
            fake: preparation.generated(judged), r1Weight: r1Weight,
            views: views(inputs, weight: viewWeight), fade: fade)
        let penalty = result.penalty?.item
        if let penalty { try NotFinite.check(penalty, "R1 penalty") }
        let loss = result.loss.item
        try NotFinite.check(loss, "discriminator loss")
        let norm = try update(
            gradients(of: [result.loss], withRespectTo: discriminator.parameters.learned),
            with: discriminatorOptimizer, term: "discriminator gradient")
        return DiscriminatorReport(
            loss: loss, penalty: penalty, viewPenalty: result.viewPenalty?.item,
            realLogit: result.real.meanLogit, fakeLogit: result.fake.meanLogit,
            realSign: result.real.meanSign, gradientNorm: norm)
    }

    /// One step of the generator; the discriminators stay.
    ///
    /// - Parameters:
    ///   - inputs: What the generated images are made of.
    ///   - size: Pixels on a side.
    ///   - pixels: Pixels that carry gradient, int64 `[K]`; nil lets all of them.
    ///   - preparation: What images go through before they are judged.
    ///   - viewWeight: Weight of the view penalty; 0 leaves it out.
    ///   - fade: How far the resolution has faded in, 0...1.
    /// - Returns: What the step measured.
    /// - Throws: ``NotFinite`` before anything is learned.
    public func stepGenerator(
        inputs: GeneratorInputs, size: Int, gradientPixels pixels: Tensor?,
        preparation: ImagePreparation = .none, viewWeight: Double = 0, fade: Double = 1
    ) throws(NotFinite) -> GeneratorReport {
        let batch = GeneratedBatch(
            generator, inputs, size: size, gradientPixels: pixels, gradientFree: gradientFree)
        let fake = batch.images()
        let result = AdversarialLoss.generator(
            discriminator, fake: preparation.generated(fake),
            views: views(inputs, weight: viewWeight), fade: fade)
        let value = result.loss.item
        try NotFinite.check(value, "generator loss")
        let leaves = [fake.color, fake.auxiliary].compactMap { $0 }.filter(\.requiresGradient)
        let slopes = gradients(of: [result.loss], withRespectTo: leaves)
        guard let ofColor = slopes[0] else { preconditionFailure("nobody judges colours") }
        let norm = try update(
            batch.gradients(color: ofColor, auxiliary: leaves.count > 1 ? slopes[1] : nil),
            with: generatorOptimizer, term: "generator gradient")
        return GeneratorReport(
            loss: value, viewPenalty: result.viewPenalty?.item, fakeLogit: result.fake.meanLogit,
            gradientNorm: norm)
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
    public func updateAverage(decay: Double) {
        average.update(decay: decay)
    }

    private func views(_ inputs: GeneratorInputs, weight: Double) -> AdversarialLoss.Views? {
        guard weight > 0 else { return nil }
        let angles = inputs.cameras.flatMap { [$0.yaw.radians, $0.pitch.radians] }
        let parameters = generator.parameters
        return AdversarialLoss.Views(
            angles: Tensor(angles, shape: [inputs.cameras.count, 2])
                .converted(to: parameters.type, on: parameters.device),
            weight: weight)
    }

    private func update(
        _ slopes: [Tensor?], with optimizer: Adam, term: String
    ) throws(NotFinite) -> Double {
        let norm = clipNorm(slopes, to: clipLimit)
        try NotFinite.check(norm, term)
        optimizer.step(slopes)
        return norm
    }
}
