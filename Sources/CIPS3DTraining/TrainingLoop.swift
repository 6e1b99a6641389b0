import CIPS3DModel
import CIPS3DNetworks
import GANMetrics
import Torch
import TorchNN

/// Steps of a stage of training, without files: networks, draws and schedule.
///
/// The state is all in the adversaries, the random source, the feed's position and `progress`.
final class TrainingLoop {
    let stage: StagePlan.Stage
    let adversaries: Adversaries
    let random: RandomSource
    private(set) var progress: TrainingProgress
    private let schedule: Schedule
    private let device: Device
    /// What this process takes of each batch.
    let split: BatchSplit

    /// What the loops of all stages of a run share.
    struct Means {
        /// Where initial weights and draws start.
        let seed: UInt64
        /// Where to compute.
        let device: Device
        /// What projected discriminators look through; on the device.
        let pyramid: (any FeaturePyramid)?
        /// What computes images and judgements where libtorch does not.
        var engine = TrainingEngine.torch
        /// Images that go through the networks together at most, for each stage; nil is whole batches.
        var imagesAtOnce: [Int]?
        /// The other processes that train; nil where there are none.
        var peers: TrainingPeers?
    }

    var configuration: Configuration { stage.configuration }

    /// Makes networks with initial weights.
    ///
    /// - Parameters:
    ///   - stage: What is trained and how.
    ///   - means: What all stages share.
    ///   - random: The source of the draws; nil begins one.
    ///   - progress: How far the run is.
    private init(
        _ stage: StagePlan.Stage, _ means: Means, random: RandomSource?, progress: TrainingProgress
    ) {
        (self.stage, self.progress, device) = (stage, progress, means.device)
        self.progress.stage = stage.index
        let (configuration, seed) = (stage.configuration, means.seed)
        schedule = Schedule(training: configuration.training)
        split = BatchSplit(
            configuration.training.batchSize, group: configuration.discriminator.deviationGroup,
            most: means.imagesAtOnce?[stage.index] ?? .max, rank: means.peers?.rank ?? 0,
            of: means.peers?.count ?? 1)
        self.random = random ?? RandomSource(seed: seed, device: means.device)
        let generator = {
            Generator(
                configuration.generator, camera: configuration.camera,
                frozen: Set(configuration.training.frozen),
                parameters: ParameterStore(seed: seed &+ 1, device: means.device))
        }
        // Discriminators of other sizes begin with other numbers in each stage.
        let judges = seed &+ 2 &+ UInt64(stage.index) &* 0x9E37_79B9_7F4A_7C15
        adversaries = Adversaries(
            generator: generator(), generatorEMA: generator(),
            discriminator: Self.discriminator(
                configuration, means,
                parameters: ParameterStore(seed: judges, device: means.device)),
            settings: Adversaries.Settings(configuration.training),
            engine: means.engine, peers: means.peers)
    }

    /// Begins a stage with random numbers.
    ///
    /// - Parameters:
    ///   - stage: What is trained and how.
    ///   - means: What all stages share.
    convenience init(_ stage: StagePlan.Stage, _ means: Means) {
        self.init(stage, means, random: nil, progress: TrainingProgress())
    }

    /// Goes on from the stage before: with its generator, average and draws, and with whatever of its
    /// discriminators and moments has the same name and shape.
    ///
    /// - Parameters:
    ///   - stage: What is trained and how.
    ///   - earlier: The loop of the stage before.
    ///   - means: What all stages share.
    convenience init(_ stage: StagePlan.Stage, after earlier: TrainingLoop, _ means: Means) {
        self.init(stage, means, random: earlier.random, progress: earlier.progress)
        Snapshot.takeOver(earlier.adversaries, into: adversaries)
        adversaries.settleFrozen()
    }

    private static func discriminator(
        _ configuration: Configuration, _ means: Means, parameters: ParameterStore
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
            guard let pyramid = means.pyramid else {
                preconditionFailure("nothing to look through")
            }
            return ProjectedDiscriminator(
                configuration.discriminator, network: pyramid, tellsViews: tellsViews,
                engine: means.engine, parameters: parameters)
        }
    }

    /// What the schedule says of the step to come.
    var conditions: StepConditions {
        let training = configuration.training
        return StepConditions(
            densityNoise: schedule.densityNoise(stepsOfStage), fade: schedule.fade(stepsOfStage),
            blur: schedule.blur(stepsOfStage),
            augmentation: training.augmentationTarget > 0
                ? progress.augmentation.probability : nil)
    }

    /// Steps that this stage has taken: its schedule begins with it.
    private var stepsOfStage: Int { stage.steps(at: progress.images) }

    /// One step of the discriminators, one of the generator, one of the average.
    ///
    /// - Parameter feed: Gives the photographs.
    /// - Returns: What both steps measured.
    /// - Throws: ``NotFinite``, ``PhotoSetError``, or an error where another process is gone.
    func step(_ feed: PhotoFeed) throws -> (DiscriminatorReport, GeneratorReport) {
        let (training, index, conditions) = (configuration.training, progress.steps, conditions)
        let start = ContinuousClock.now
        let judged = try adversaries.stepDiscriminator(
            real: feed.next(on: device), inputs: draw(conditions),
            preparation: drawPreparation(conditions, includesPhotographs: true),
            r1Weight: schedule.r1Weight(index), viewWeight: training.viewWeight,
            fade: conditions.fade, split: split)
        let made = try adversaries.stepGenerator(
            inputs: draw(conditions), size: training.imageSize, gradientPixels: drawPixels(),
            preparation: drawPreparation(conditions, includesPhotographs: false),
            viewWeight: training.viewWeight, fade: conditions.fade, split: split)
        adversaries.updateAverage(decay: schedule.averageDecay(index))
        progress.augmentation.add(sign: judged.realSign, training)
        progress.steps += 1
        progress.images += training.batchSize
        progress.seconds += (ContinuousClock.now - start) / .seconds(1)
        return (judged, made)
    }

    /// Goes on from a snapshot's progress, after its tensors were restored.
    func resume(_ progress: TrainingProgress) { self.progress = progress }

    private func draw(_ conditions: StepConditions) -> GeneratorInputs {
        let inputs = GeneratorInputs.random(
            for: adversaries.generator, from: random, images: configuration.training.batchSize,
            size: configuration.training.imageSize, densityNoise: conditions.densityNoise)
        return split.isWhole ? inputs : inputs.taking(split.places)
    }

    private func drawPreparation(
        _ conditions: StepConditions, includesPhotographs: Bool
    ) -> ImagePreparation {
        let training = configuration.training
        let preparation = ImagePreparation.random(
            training.augmentation, blur: conditions.blur, from: random,
            images: training.batchSize, size: training.imageSize,
            probability: conditions.augmentation, includesPhotographs: includesPhotographs)
        return split.isWhole ? preparation : preparation.taking(split.places)
    }

    private func drawPixels() -> Tensor? {
        let (count, size) = (
            configuration.training.gradientPixelCount, configuration.training.imageSize
        )
        guard count > 0, count < size * size else { return nil }
        return random.permutation(size * size).narrowed(0, 0..<count)
    }
}
