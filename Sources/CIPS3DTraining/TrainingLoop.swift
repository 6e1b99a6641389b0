import CIPS3DModel
import CIPS3DNetworks
import GANMetrics
import RunSettings
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
    func step(_ feed: some BatchFeed) throws -> (DiscriminatorReport, GeneratorReport) {
        let (training, index, conditions) = (configuration.training, progress.steps, conditions)
        let start = ContinuousClock.now
        let photographs = try feed.next(on: device)
        let shares = training.sharesFakes
        let judged = draw(conditions, drawsPixels: shares, drawsPhotographs: true)
        // Parts of a batch are not kept from one step to the other: that is what they are for.
        let batch =
            shares && split.isWhole
            ? adversaries.generate(
                judged.inputs, size: training.imageSize, gradientPixels: judged.pixels,
                preparation: judged.preparation) : nil
        let ofJudges = try adversaries.stepDiscriminator(
            real: photographs, inputs: judged.inputs, preparation: judged.preparation,
            r1Weight: schedule.r1Weight(index), viewWeight: training.viewWeight,
            fade: conditions.fade, split: split, judging: batch)
        let made =
            shares ? judged : draw(conditions, drawsPixels: true, drawsPhotographs: false)
        let ofGenerator = try adversaries.stepGenerator(
            inputs: made.inputs, size: training.imageSize, gradientPixels: made.pixels,
            preparation: made.preparation, viewWeight: training.viewWeight,
            fade: conditions.fade, split: split, judging: batch)
        adversaries.updateAverage(decay: schedule.averageDecay(index))
        progress.augmentation.add(sign: ofJudges.realSign, training)
        progress.steps += 1
        progress.images += training.batchSize
        progress.seconds += (ContinuousClock.now - start) / .seconds(1)
        return (ofJudges, ofGenerator)
    }

    /// Goes on from a snapshot's progress, after its tensors were restored.
    func resume(_ progress: TrainingProgress) { self.progress = progress }

    /// What generated images are made of, and what they go through before they are judged.
    private struct Draws {
        let inputs: GeneratorInputs
        /// Pixels that carry gradient; nil is all of them, or nobody asks.
        let pixels: Tensor?
        let preparation: ImagePreparation
    }

    private func draw(
        _ conditions: StepConditions, drawsPixels: Bool, drawsPhotographs: Bool
    ) -> Draws {
        let training = configuration.training
        let inputs = GeneratorInputs.random(
            for: adversaries.generator, from: random, images: training.batchSize,
            size: training.imageSize, densityNoise: conditions.densityNoise)
        let pixels = drawsPixels ? drawPixels() : nil
        let preparation = ImagePreparation.random(
            training.augmentation, blur: conditions.blur, from: random,
            images: training.batchSize, size: training.imageSize,
            probability: conditions.augmentation, includesPhotographs: drawsPhotographs)
        return Draws(
            inputs: split.isWhole ? inputs : inputs.taking(split.places), pixels: pixels,
            preparation: split.isWhole ? preparation : preparation.taking(split.places))
    }

    private func drawPixels() -> Tensor? {
        let (count, size) = (
            configuration.training.gradientPixelCount, configuration.training.imageSize
        )
        guard count > 0, count < size * size else { return nil }
        return random.permutation(size * size).narrowed(0, 0..<count)
    }
}
