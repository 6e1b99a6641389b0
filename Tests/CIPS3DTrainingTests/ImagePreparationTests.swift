import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import RunSettings
import Testing
import Torch
import TorchNN

/// What images go through before they are judged, as steps do it.
@Suite("The preparation of images")
struct ImagePreparationTests {
    private static let changes: [Augmentation] = [.color, .translation, .cutout]

    private let adversaries = TinyTraining.adversaries(seed: 1)
    private let inputs: GeneratorInputs
    private let real = RandomSource(seed: 2).uniform([4, 3, 16, 16]) * 2 - 1

    init() {
        inputs = TinyTraining.inputs(adversaries, RandomSource(seed: 3))
    }

    /// The draws for photographs, colours and auxiliary images, in the order in which they are made.
    private func draws(_ count: Int) -> [AugmentationDraws] {
        let random = RandomSource(seed: 8)
        return (0..<count).map { _ in
            .random(Self.changes, from: random, images: 4, size: 16)
        }
    }

    private func preparation(includesPhotographs: Bool) -> ImagePreparation {
        .random(
            Self.changes, from: RandomSource(seed: 8), images: 4, size: 16,
            includesPhotographs: includesPhotographs)
    }

    /// The mean of all logits, of each judge and then of both.
    private func meanLogit(color: Tensor, auxiliary: Tensor) throws -> Double {
        let judgement = adversaries.discriminator.judge(
            JudgedImages.generated(color: color, auxiliary: auxiliary), fade: 1)
        let ofAuxiliary = try #require(judgement.auxiliary)
        return (judgement.color.mean().item + ofAuxiliary.mean().item) / 2
    }

    @Test("a step of the discriminators changes photographs, colours and auxiliary images apart")
    func discriminators() throws {
        let draws = draws(3)
        let fake = adversaries.generator.imagesWithoutGradient(inputs, size: 16)
        let photographs = DiffAugment.apply(real, draws[0])
        let ofReal = try meanLogit(color: photographs, auxiliary: photographs)
        let ofFake = try meanLogit(
            color: DiffAugment.apply(fake.color, draws[1]),
            auxiliary: DiffAugment.apply(fake.auxiliary, draws[2]))
        let plain = try meanLogit(color: real, auxiliary: real)
        let report = try adversaries.stepDiscriminator(
            real: real, inputs: inputs, preparation: preparation(includesPhotographs: true),
            r1Weight: nil)
        // The same sums in single precision.
        #expect(abs(report.realLogit - ofReal) < 1e-5)
        #expect(abs(report.fakeLogit - ofFake) < 1e-5)
        #expect(abs(ofReal - plain) > 1e-4)
    }

    @Test(
        "a step of the generator changes colours and auxiliary images, and draws for nothing else")
    func generator() throws {
        let draws = draws(2)
        let fake = adversaries.generator.imagesWithoutGradient(inputs, size: 16)
        let expected = try meanLogit(
            color: DiffAugment.apply(fake.color, draws[0]),
            auxiliary: DiffAugment.apply(fake.auxiliary, draws[1]))
        let plain = try meanLogit(color: fake.color, auxiliary: fake.auxiliary)
        let report = try adversaries.stepGenerator(
            inputs: inputs, size: 16, gradientPixels: nil,
            preparation: preparation(includesPhotographs: false))
        // Images that are rendered in slices may sum in another order.
        #expect(abs(report.fakeLogit - expected) < 1e-5)
        #expect(abs(expected - plain) > 1e-4)
    }

    @Test("the penalty on photographs is that of what is judged")
    func penalty() throws {
        let photographs = DiffAugment.apply(real, draws(1)[0])
        let expected = AdversarialLoss.discriminator(
            adversaries.discriminator, real: photographs,
            fake: JudgedImages.generated(color: real, auxiliary: real), r1Weight: 5, fade: 1
        ).penalty?.item
        let report = try adversaries.stepDiscriminator(
            real: real, inputs: inputs, preparation: preparation(includesPhotographs: true),
            r1Weight: 5)
        // Sums of 3072 products in single precision.
        #expect(abs((report.penalty ?? .nan) - (expected ?? .nan)) < 1e-4 * (expected ?? .nan))
    }

    @Test("a blur needs no draws, and changes what is judged")
    func blur() throws {
        let plain = try meanLogit(color: real, auxiliary: real)
        let random = RandomSource(seed: 8)
        let before = random.state.array(of: UInt8.self)
        let preparation = ImagePreparation.random(
            [], blur: 3, from: random, images: 4, size: 16, includesPhotographs: true)
        #expect(random.state.array(of: UInt8.self) == before)
        let report = try adversaries.stepDiscriminator(
            real: real, inputs: inputs, preparation: preparation, r1Weight: nil)
        #expect(abs(report.realLogit - plain) > 1e-4)
    }

    @Test("without changes images are judged as they are")
    func none() throws {
        let plain = try meanLogit(color: real, auxiliary: real)
        let preparation = ImagePreparation.random(
            [], from: RandomSource(seed: 8), images: 4, size: 16, includesPhotographs: true)
        let report = try adversaries.stepDiscriminator(
            real: real, inputs: inputs, preparation: preparation, r1Weight: nil)
        // The same sums in single precision.
        #expect(abs(report.realLogit - plain) < 1e-6)
    }
}
