import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import CIPS3DTraining
import HeadPictures
import InnerLoops
import RunSettings
import Testing
import Torch
import TorchNN

@Suite("Steps of training")
struct AdversariesTests {
    private let adversaries: Adversaries
    private let random = RandomSource(seed: 3)

    init() {
        var configuration = TinyTraining.configuration
        configuration.training.discriminatorLearningRate = 5e-3
        configuration.training.generatorLearningRate = 5e-3
        adversaries = TinyTraining.adversaries(seed: 1, configuration: configuration)
    }

    @Test("a discriminator alone learns to part two fixed batches")
    func partsBatches() throws {
        let generator = adversaries.generator.parameters.numbers
        let inputs = TinyTraining.inputs(adversaries, random)
        let reports = try (0..<60).map { _ in
            try adversaries.stepDiscriminator(
                real: TinyTraining.photographs(), inputs: inputs, r1Weight: nil)
        }
        let (first, last) = (reports[0], reports[59])
        #expect(first.loss > 1)  // 2 ln 2 for logits of zero
        #expect(last.loss < 0.2)
        #expect(last.realLogit > 1 && last.fakeLogit < -1)
        #expect(adversaries.generator.parameters.numbers == generator)
    }

    @Test("the penalty alone keeps the discriminators' slope small")
    func penalty() throws {
        let inputs = TinyTraining.inputs(adversaries, random)
        let penalties = try (0..<80).compactMap { _ in
            try adversaries.stepDiscriminator(
                real: TinyTraining.photographs(), inputs: inputs, r1Weight: 1_000
            ).penalty
        }
        #expect(penalties.count == 80)
        #expect(penalties[79] < penalties[0] / 4)
    }

    @Test("steps of the generator lower its loss on fixed inputs")
    func generatorLearns() throws {
        let discriminator = adversaries.discriminator.parameters.numbers
        let inputs = TinyTraining.inputs(adversaries, random)
        let losses = try (0..<30).map { _ in
            try adversaries.stepGenerator(inputs: inputs, size: 16, gradientPixels: nil).loss
        }
        #expect(losses[29] < losses[0] - 0.01)
        #expect(adversaries.discriminator.parameters.numbers == discriminator)
    }

    @Test("the average starts equal and goes the part of the way that its decay leaves")
    func average() throws {
        let before = adversaries.generatorEMA.parameters.numbers
        #expect(before == adversaries.generator.parameters.numbers)
        _ = try adversaries.stepGenerator(
            inputs: TinyTraining.inputs(adversaries, random), size: 16, gradientPixels: nil)
        adversaries.updateAverage(decay: 0.75)
        let (now, target) = (
            adversaries.generatorEMA.parameters.numbers, adversaries.generator.parameters.numbers
        )
        for ((old, new), goal) in zip(zip(before.joined(), now.joined()), target.joined()) {
            // One rounding of numbers below ten.
            #expect(abs(new - (old + 0.25 * (goal - old))) < 1e-6)
        }
        #expect(now != before)
    }

    @Test("a number that is not finite stops a step before it changes anything, and is named")
    func notFinite() throws {
        let poisoned = try #require(adversaries.generator.parameters["siren.final_layer.bias"])
        poisoned.fill(with: .nan)
        let inputs = TinyTraining.inputs(adversaries, random)
        let discriminator = adversaries.discriminator.parameters.numbers
        let judging = #expect(throws: NotFinite.self) {
            _ = try adversaries.stepDiscriminator(
                real: TinyTraining.photographs(), inputs: inputs, r1Weight: nil)
        }
        #expect(judging?.description.contains("the discriminator loss is NaN;") == true)
        #expect(adversaries.discriminator.parameters.numbers == discriminator)
        let making = #expect(throws: NotFinite.self) {
            _ = try adversaries.stepGenerator(inputs: inputs, size: 16, gradientPixels: nil)
        }
        #expect(making?.term == "generator loss")
        let photographs = #expect(throws: NotFinite.self) {
            _ = try TinyTraining.adversaries(seed: 1).stepDiscriminator(
                real: TinyTraining.photographs(brightness: .infinity), inputs: inputs, r1Weight: 5)
        }
        #expect(photographs?.term == "R1 penalty")
    }

    @Test(
        "steps measure the same whatever renders the pixels without gradient",
        arguments: [false, true], [nil, 1, 100, 256])
    func engines(_ finePass: Bool, _ gradientPixels: Int?) throws {
        var configuration = TinyTraining.configuration
        configuration.camera.finePass = finePass
        let pixels = gradientPixels.map { random.permutation(256).narrowed(0, 0..<$0) }
        let inputs = (0..<2).map { _ in TinyTraining.inputs(adversaries, random) }
        let reports = try [.torch, .fused(try InstructionSet.chosen())].map {
            (engine: TrainingEngine) in
            let adversaries = TinyTraining.adversaries(
                seed: 1, configuration: configuration, engine: engine)
            let judged = try adversaries.stepDiscriminator(
                real: TinyTraining.photographs(), inputs: inputs[0], r1Weight: 5)
            let made = try adversaries.stepGenerator(
                inputs: inputs[1], size: 16, gradientPixels: pixels)
            return [
                judged.loss, judged.penalty ?? 0, judged.realLogit, judged.fakeLogit,
                judged.gradientNorm, made.loss, made.fakeLogit, made.gradientNorm,
            ]
        }
        // Colours differ by 2e-5 at most; then come one step of Adam and a dozen layers.
        for (torch, fused) in zip(reports[0], reports[1]) {
            #expect(abs(torch - fused) <= 1e-4 * max(abs(torch), 1))
        }
    }

    @Test(
        "a batch kept from one step to the other gives what both make of the same draws",
        arguments: [TinyTraining.configuration, TinyTraining.projected], [nil, 100])
    func keptBatch(_ configuration: Configuration, _ gradientPixels: Int?) throws {
        let inputs = TinyTraining.inputs(adversaries, random)
        let pixels = gradientPixels.map { random.permutation(256).narrowed(0, 0..<$0) }
        let preparation = ImagePreparation.random(
            [.color, .translation], from: random, images: 4, size: 16, includesPhotographs: true)
        let reports = try [false, true].map { keeps in
            let adversaries = TinyTraining.adversaries(
                seed: 1, configuration: configuration,
                engine: .fused(try InstructionSet.chosen()))
            let batch =
                keeps
                ? adversaries.generate(
                    inputs, size: 16, gradientPixels: pixels, preparation: preparation) : nil
            let judged = try adversaries.stepDiscriminator(
                real: TinyTraining.photographs(), inputs: inputs, preparation: preparation,
                r1Weight: nil, judging: batch)
            let made = try adversaries.stepGenerator(
                inputs: inputs, size: 16, gradientPixels: pixels, preparation: preparation,
                judging: batch)
            return [
                judged.loss, judged.fakeLogit, judged.gradientNorm, made.loss, made.fakeLogit,
                made.gradientNorm,
            ]
        }
        // Styles are folded by libtorch or by the inner loops: a few roundings, and then Adam.
        for (apart, kept) in zip(reports[0], reports[1]) {
            #expect(abs(apart - kept) <= 1e-4 * max(abs(apart), 1))
        }
    }

    @Test("what is faster renders without gradient: not the portable loops, and not beside a GPU")
    func fastest() throws {
        let best = try InstructionSet.chosen(environment: [:])
        #expect(
            try TrainingEngine.fastest(on: .cpu, threads: 2, environment: [:])
                == (best == .portable ? .torch : .fused(best, threads: 2)))
        #expect(
            try TrainingEngine.fastest(
                on: .cpu, threads: 2, environment: ["CIPS3D_ISA": "portable"])
                == .torch)
        #expect(
            try TrainingEngine.fastest(
                on: .cuda(0), threads: 2, environment: ["CIPS3D_ISA": "fast"])
                == .torch)
        #expect(throws: InstructionSetError.self) {
            try TrainingEngine.fastest(on: .cpu, threads: 2, environment: ["CIPS3D_ISA": "fast"])
        }
    }

    @Test("images for the discriminators are the same in runs of rays and in one go")
    func runsOfRays() throws {
        // 32 x 32 rays of 513 samples and as many images are more than go at once.
        var configuration = TinyTraining.configuration
        configuration.camera.samplesPerRay = 513
        configuration.discriminator.mainChannels = [4, 4, 4, 4]
        configuration.discriminator.auxiliaryChannels = [4, 4, 4, 4]
        let adversaries = TinyTraining.adversaries(seed: 1, configuration: configuration)
        let inputs = GeneratorInputs.random(
            for: adversaries.generator, from: random, images: 4, size: 32, densityNoise: 1)
        let whole = withoutGradient { adversaries.generator(inputs, size: 32) }
        let judgement = adversaries.discriminator.judge(
            JudgedImages.generated(color: whole.color, auxiliary: whole.auxiliary), fade: 1)
        let auxiliary = try #require(judgement.auxiliary)
        let expected = (judgement.color.mean().item + auxiliary.mean().item) / 2
        let report = try adversaries.stepDiscriminator(
            real: RandomSource(seed: 8).normal([4, 3, 32, 32]), inputs: inputs, r1Weight: nil)
        // Matrix products of other sizes may sum in another order.
        #expect(abs(report.fakeLogit - expected) < 1e-5)
    }
}
