import CIPS3DModel
import CIPS3DNetworks
import GANMetrics
import Torch
import TorchNN

/// Steps of training, without files: networks, draws and schedule.
///
/// The state is all in the adversaries, the random source, the feed's position and `progress`.
final class TrainingLoop {
    let configuration: Configuration
    let adversaries: Adversaries
    let random: RandomSource
    private(set) var progress = TrainingProgress()
    private let schedule: Schedule
    private let device: Device

    /// Makes networks with initial weights.
    ///
    /// - Parameters:
    ///   - configuration: What is trained and how.
    ///   - seed: Where initial weights and draws start.
    ///   - device: Where to compute.
    ///   - pyramid: What projected discriminators look through; on the device.
    ///   - gradientFree: What renders pixels that carry no gradient.
    init(
        _ configuration: Configuration, seed: UInt64, device: Device,
        pyramid: (any FeaturePyramid)?, gradientFree: GradientFreeEngine = .torch
    ) {
        self.configuration = configuration
        self.device = device
        schedule = Schedule(training: configuration.training)
        random = RandomSource(seed: seed, device: device)
        let generator = {
            Generator(
                configuration.generator, camera: configuration.camera,
                frozen: Set(configuration.training.frozen),
                parameters: ParameterStore(seed: seed &+ 1, device: device))
        }
        adversaries = Adversaries(
            generator: generator(), generatorEMA: generator(),
            discriminator: Self.discriminator(
                configuration, pyramid: pyramid,
                parameters: ParameterStore(seed: seed &+ 2, device: device)),
            settings: Adversaries.Settings(configuration.training), gradientFree: gradientFree)
    }

    private static func discriminator(
        _ configuration: Configuration, pyramid: (any FeaturePyramid)?,
        parameters: ParameterStore
    ) -> any ImageDiscriminator {
        let tellsViews = configuration.training.viewWeight > 0
        switch configuration.discriminator.kind {
        case .styleGAN2:
            let training = configuration.training
            let frozen = (0..<training.frozenDiscriminatorBlocks).map { training.imageSize >> $0 }
            return DualDiscriminator(
                configuration.discriminator, tellsViews: tellsViews, frozenSizes: Set(frozen),
                parameters: parameters)
        case .projected:
            guard let pyramid else { preconditionFailure("nothing to look through") }
            return ProjectedDiscriminator(
                configuration.discriminator, network: pyramid, tellsViews: tellsViews,
                parameters: parameters)
        }
    }

    /// Density noise and fade of the step to come.
    var conditions: (densityNoise: Double, fade: Double) {
        (schedule.densityNoise(progress.steps), schedule.fade(progress.steps))
    }

    /// One step of the discriminators, one of the generator, one of the average.
    ///
    /// - Parameter feed: Gives the photographs.
    /// - Returns: What both steps measured.
    /// - Throws: ``NotFinite`` or ``PhotoSetError``.
    func step(_ feed: PhotoFeed) throws -> (DiscriminatorReport, GeneratorReport) {
        let (training, index) = (configuration.training, progress.steps)
        let (noise, fade) = conditions
        let start = ContinuousClock.now
        let judged = try adversaries.stepDiscriminator(
            real: feed.next(on: device), inputs: draw(noise),
            preparation: drawPreparation(includesPhotographs: true),
            r1Weight: schedule.r1Weight(index), viewWeight: training.viewWeight, fade: fade)
        let made = try adversaries.stepGenerator(
            inputs: draw(noise), size: training.imageSize, gradientPixels: drawPixels(),
            preparation: drawPreparation(includesPhotographs: false),
            viewWeight: training.viewWeight, fade: fade)
        adversaries.updateAverage(decay: schedule.averageDecay(index))
        progress.steps += 1
        progress.images += training.batchSize
        progress.seconds += (ContinuousClock.now - start) / .seconds(1)
        return (judged, made)
    }

    /// Goes on from a snapshot's progress, after its tensors were restored.
    func resume(_ progress: TrainingProgress) { self.progress = progress }

    private func draw(_ densityNoise: Double) -> GeneratorInputs {
        .random(
            for: adversaries.generator, from: random, images: configuration.training.batchSize,
            size: configuration.training.imageSize, densityNoise: densityNoise)
    }

    private func drawPreparation(includesPhotographs: Bool) -> ImagePreparation {
        let training = configuration.training
        return .random(
            training.augmentation, blur: schedule.blur(progress.steps), from: random,
            images: training.batchSize, size: training.imageSize,
            includesPhotographs: includesPhotographs)
    }

    private func drawPixels() -> Tensor? {
        let (count, size) = (
            configuration.training.gradientPixelCount, configuration.training.imageSize
        )
        guard count > 0, count < size * size else { return nil }
        return random.permutation(size * size).narrowed(0, 0..<count)
    }
}
