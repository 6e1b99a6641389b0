import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import RunSettings
import Torch
import TorchNN

/// Recomputes rounds of training: losses, norms and every weight afterwards.
enum TrainingVerification {
    /// Relative, on losses, penalty and norms.
    static let outputTolerance = 1e-4
    /// Of one step's learning rate; float64 moves weights by 0.5 %.
    static let updateTolerance = 0.02

    static func compare(
        _ record: RecordedComputation, _ engine: TrainingEngine = .torch
    ) throws -> [VerificationReport.Comparison] {
        let rounds = try Rounds(record, engine)
        var comparisons: [VerificationReport.Comparison] = []
        for index in 0..<rounds.count { comparisons += try rounds.run(index, record) }
        return try comparisons + rounds.compareWeights(record)
    }
}

/// The networks of a recorded training and what a round needs to know.
private struct Rounds {
    let count: Int
    let size: Int
    let camera: CameraConfiguration
    let adversaries: Adversaries
    let discriminator: DualDiscriminator
    let settings: Adversaries.Settings
    let r1Weight: Double
    let decay: Double
    let fade: Double

    init(_ record: RecordedComputation, _ engine: TrainingEngine) throws {
        let recorded = record.configuration
        count = try recorded.integer("steps", in: 1...10_000)
        size = try recorded.size()
        camera = try recorded.camera(background: .none)
        settings = try Self.settings(recorded)
        r1Weight = try recorded.number("r1_weight")
        decay = try recorded.number("ema_decay")
        fade = try recorded.number("alpha")
        let sizes = try recorded.generator()
        let generator = Generator(sizes, camera: camera, parameters: ParameterStore())
        discriminator = try recorded.discriminator(ParameterStore(), maximumSize: size)
        try record.load("weights/generator/", into: generator.parameters)
        try record.load("weights/discriminator/", into: discriminator.parameters)
        adversaries = Adversaries(
            generator: generator,
            generatorEMA: Generator(sizes, camera: camera, parameters: ParameterStore()),
            discriminator: discriminator, settings: settings, engine: engine)
    }

    private static func settings(
        _ recorded: RecordedConfiguration
    ) throws -> Adversaries.Settings {
        var training = TrainingConfiguration()
        training.generatorLearningRate = try recorded.number("generator_lr")
        training.discriminatorLearningRate = try recorded.number("discriminator_lr")
        let betas = try recorded.numbers("betas", count: 2)
        (training.beta1, training.beta2) = (betas[0], betas[1])
        training.epsilon = try recorded.number("epsilon")
        training.gradientClipNorm = try recorded.number("clip_norm")
        return Adversaries.Settings(training)
    }

    func run(
        _ index: Int, _ record: RecordedComputation
    ) throws -> [VerificationReport.Comparison] {
        let input = "input/step\(index)/"
        let sizes = adversaries.generator.configuration
        let draws = { (network: String) in
            try record.inputs(
                "\(input)\(network)/", generator: sizes, camera: camera, size: size)
        }
        let real = try record.input(input + "real", [-1, 3, size, size])
        let (judgedInputs, madeInputs) = try (draws("discriminator"), draws("generator"))
        // The loss pairs each photograph with a generated image.
        _ = try record.tensor(input + "real", [judgedInputs.cameras.count, 3, size, size])
        for images in [real.size(0), madeInputs.cameras.count] {
            try record.configuration.checkEntrance(
                size: size, images: images, of: discriminator)
        }
        let judged = try adversaries.stepDiscriminator(
            real: real, inputs: judgedInputs, r1Weight: r1Weight, fade: fade)
        let made = try adversaries.stepGenerator(
            inputs: madeInputs, size: size,
            gradientPixels: record.pixels(input + "keep", size: size), fade: fade)
        adversaries.updateAverage(decay: decay)
        let measured = [
            ("discriminator_loss", judged.loss), ("r1_penalty", judged.penalty ?? .nan),
            ("discriminator_gradient_norm", judged.gradientNorm), ("generator_loss", made.loss),
            ("generator_gradient_norm", made.gradientNorm),
        ]
        return try measured.map { name, value in
            let path = "output/step\(index)/\(name)"
            let recorded = try record.tensor(path, [])
            return .init(
                path, Tensor(value, type: .float64), recorded,
                relativeNorm: TrainingVerification.outputTolerance)
        }
    }

    func compareWeights(
        _ record: RecordedComputation
    ) throws -> [VerificationReport.Comparison] {
        let (generatorRate, discriminatorRate) = (
            settings.generatorLearningRate, settings.discriminatorLearningRate
        )
        let networks = [
            ("generator", adversaries.generator.parameters, generatorRate),
            ("ema", adversaries.generatorEMA.parameters, generatorRate),
            ("discriminator", adversaries.discriminator.parameters, discriminatorRate),
        ]
        return try networks.flatMap { name, store, rate in
            try zip(store.paths, store.tensors).map { path, tensor in
                let name = "updated/\(name)/\(path)"
                return .init(
                    name, tensor, try record.tensor(name, tensor.shape),
                    largest: TrainingVerification.updateTolerance * rate)
            }
        }
    }
}
