import CIPS3DNetworks
import CIPS3DTraining
import Foundation
import Testing
import Torch
import TorchNN

@Suite("The adversarial loss")
struct AdversarialLossTests {
    private let adversaries = TinyTraining.adversaries(seed: 1)
    private let real = RandomSource(seed: 2).uniform([4, 3, 16, 16]) * 2 - 1
    private let fake: RenderedImages

    init() {
        let (adversaries, random) = (adversaries, RandomSource(seed: 3))
        fake = withoutGradient {
            adversaries.generator(TinyTraining.inputs(adversaries, random), size: 16)
        }
    }

    private func softplus(_ x: Double) -> Double { log1p(exp(-abs(x))) + max(x, 0) }

    private func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    private func logits(_ color: Tensor, _ auxiliary: Tensor) -> [Double] {
        adversaries.discriminator(color, auxiliaryImages: auxiliary).array(of: Double.self)
    }

    @Test("the discriminators' loss is mean(softplus(fake) + softplus(-real)) over both")
    func discriminator() {
        let result = AdversarialLoss.discriminator(
            adversaries.discriminator, real: real, fake: fake, r1Weight: nil, fade: 1)
        let (photographs, made) = (logits(real, real), logits(fake.color, fake.auxiliary))
        #expect(photographs.count == 8)
        let expected = mean(zip(made, photographs).map { softplus($0) + softplus(-$1) })
        // Eight logits in single precision.
        #expect(abs(result.loss.item - expected) < 1e-5)
        #expect(result.penalty == nil)
        #expect(result.realLogits.array(of: Double.self) == photographs)
        #expect(result.fakeLogits.array(of: Double.self) == made)
    }

    @Test("the penalty is half the weight times the mean squared slope of each discriminator")
    func penalty() throws {
        let result = AdversarialLoss.discriminator(
            adversaries.discriminator, real: real, fake: fake, r1Weight: 7, fade: 1)
        var squares: [Double] = []
        for isMain in [true, false] {
            let images = real.detached().requiringGradient()
            let all = adversaries.discriminator(
                isMain ? images : real, auxiliaryImages: isMain ? real : images)
            let own = all.narrowed(0, isMain ? 0..<4 : 4..<8)
            let slope = try #require(gradients(of: [own.sum()], withRespectTo: [images])[0])
            let values = slope.array(of: Double.self)
            squares += (0..<4).map { image in
                values[image * 768..<(image + 1) * 768].map { $0 * $0 }.reduce(0, +)
            }
        }
        let expected = 0.5 * 7 * mean(squares)
        let penalty = try #require(result.penalty).item
        #expect(expected > 0)
        // Sums of 3072 products in single precision.
        #expect(abs(penalty - expected) < 1e-4 * expected)
        let plain = AdversarialLoss.discriminator(
            adversaries.discriminator, real: real, fake: fake, r1Weight: nil, fade: 1)
        #expect(abs(result.loss.item - plain.loss.item - penalty) < 1e-5)
    }

    @Test("the generator's loss is mean(softplus(-fake)) over both")
    func generator() {
        let (loss, _) = AdversarialLoss.generator(adversaries.discriminator, fake: fake, fade: 1)
        let expected = mean(logits(fake.color, fake.auxiliary).map { softplus(-$0) })
        #expect(abs(loss.item - expected) < 1e-5)
    }
}
