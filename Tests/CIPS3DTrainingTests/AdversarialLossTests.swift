import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import Foundation
import Testing
import Torch
import TorchNN

@Suite("The adversarial loss")
struct AdversarialLossTests {
    private let logistic = TinyTraining.discriminator(TinyTraining.configuration, seed: 2)
    private let hinge: any ImageDiscriminator
    private let real = RandomSource(seed: 2).uniform([4, 3, 16, 16]) * 2 - 1
    private let fake = JudgedImages.generated(
        color: RandomSource(seed: 3).uniform([4, 3, 16, 16]) * 2 - 1,
        auxiliary: RandomSource(seed: 4).uniform([4, 3, 16, 16]) * 2 - 1)

    init() throws {
        var configuration = TinyTraining.projected
        configuration.discriminator.projected.auxiliaryWeight = 0.25
        configuration.discriminator.projected.momentWeight = 0
        hinge = TinyTraining.discriminator(configuration, seed: 2)
        // Logits on either side of both margins.
        for scale in 0..<4 {
            for name in ["main", "auxiliary"] {
                try #require(hinge.parameters["\(name).\(scale).out.bias"])
                    .fill(with: [3, -3, 0, 1.5][scale])
            }
        }
    }

    private func softplus(_ x: Double) -> Double { log1p(exp(-abs(x))) + max(x, 0) }

    private func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    /// Of the colours, and of the auxiliary images.
    private struct Logits: Equatable {
        let color: [Double]
        let auxiliary: [Double]

        init(_ judgement: Judgement) throws {
            color = judgement.color.array(of: Double.self)
            auxiliary = try #require(judgement.auxiliary).array(of: Double.self)
        }
    }

    private func logits(
        _ images: JudgedImages, of discriminator: any ImageDiscriminator
    ) throws -> Logits {
        try Logits(discriminator.judge(images, fade: 1))
    }

    @Test("the discriminators' loss is mean(softplus(fake) + softplus(-real)) over both")
    func discriminator() throws {
        let result = AdversarialLoss.discriminator(
            logistic, real: real, fake: fake, r1Weight: nil, fade: 1)
        let photographs = try logits(JudgedImages.photographs(real), of: logistic)
        let made = try logits(fake, of: logistic)
        #expect(photographs.color.count == 4 && photographs.auxiliary.count == 4)
        let pairs = zip(
            made.color + made.auxiliary, photographs.color + photographs.auxiliary)
        let expected = mean(pairs.map { softplus($0) + softplus(-$1) })
        // Eight logits in single precision.
        #expect(abs(result.loss.item - expected) < 1e-5)
        #expect(result.penalty == nil && result.viewPenalty == nil)
        #expect(try Logits(result.real) == photographs)
        #expect(try Logits(result.fake) == made)
    }

    @Test("without the auxiliary one, the main discriminator's logits count whole")
    func mainAlone() {
        var configuration = TinyTraining.configuration
        configuration.discriminator.usesAuxiliary = false
        let alone = TinyTraining.discriminator(configuration, seed: 2)
        let result = AdversarialLoss.discriminator(
            alone, real: real, fake: fake, r1Weight: 3, fade: 1)
        let ofReal = alone.judge(JudgedImages.photographs(real), fade: 1).color
        let ofFake = alone.judge(fake, fade: 1).color
        let expected = mean(
            zip(ofFake.array(of: Double.self), ofReal.array(of: Double.self))
                .map { softplus($0) + softplus(-$1) })
        let penalty = result.penalty?.item ?? .nan
        #expect(penalty > 0)
        // Four logits in single precision.
        #expect(abs(result.loss.item - penalty - expected) < 1e-5)
    }

    @Test("the penalty is half the weight times the mean squared slope of each discriminator")
    func penalty() throws {
        let result = AdversarialLoss.discriminator(
            logistic, real: real, fake: fake, r1Weight: 7, fade: 1)
        var squares: [Double] = []
        for isMain in [true, false] {
            let images = real.detached().requiringGradient()
            let judgement = logistic.judge(
                JudgedImages.generated(
                    color: isMain ? images : real, auxiliary: isMain ? real : images),
                fade: 1)
            let own = try #require(isMain ? judgement.color : judgement.auxiliary)
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
            logistic, real: real, fake: fake, r1Weight: nil, fade: 1)
        #expect(abs(result.loss.item - plain.loss.item - penalty) < 1e-5)
    }

    @Test("the generator's loss is mean(softplus(-fake)) over both")
    func generator() throws {
        let result = AdversarialLoss.generator(logistic, fake: fake, fade: 1)
        let made = try logits(fake, of: logistic)
        let expected = mean((made.color + made.auxiliary).map { softplus(-$0) })
        #expect(abs(result.loss.item - expected) < 1e-5)
        #expect(result.viewPenalty == nil)
        #expect(try Logits(result.fake) == made)
    }

    @Test("projected discriminators' hinge is mean(max(0, 1 - real)) + mean(max(0, 1 + fake))")
    func hingeLoss() throws {
        let result = AdversarialLoss.discriminator(
            hinge, real: real, fake: fake, r1Weight: nil, fade: 1)
        let photographs = try logits(JudgedImages.photographs(real), of: hinge)
        let made = try logits(fake, of: hinge)
        let cost = { (made: [Double], photographs: [Double]) in
            mean(photographs.map { max(0, 1 - $0) }) + mean(made.map { max(0, 1 + $0) })
        }
        for numbers in [photographs.color, made.color, photographs.auxiliary, made.auxiliary] {
            // Both sides of each margin are tried.
            for margin in [-1.0, 1] {
                #expect(numbers.contains { $0 < margin } && numbers.contains { $0 > margin })
            }
        }
        let (color, auxiliary) = (
            cost(made.color, photographs.color), cost(made.auxiliary, photographs.auxiliary)
        )
        // Means of 148 numbers in single precision.
        #expect(abs(result.loss.item - (color + 0.25 * auxiliary)) < 1e-5)
        #expect(hinge.weights.color == 1 && hinge.weights.auxiliary == 0.25)
    }

    @Test("the generator wants projected discriminators' logits as they are, and large")
    func hingeGenerator() throws {
        let result = AdversarialLoss.generator(hinge, fake: fake, fade: 1)
        let made = try logits(fake, of: hinge)
        let expected = -mean(made.color) - 0.25 * mean(made.auxiliary)
        // Means of 148 numbers in single precision.
        #expect(abs(result.loss.item - expected) < 1e-5)
    }

    @Test("who wants no gradient penalty gets none, whatever its weight")
    func noPenalty() {
        #expect(logistic.wantsGradientPenalty && !hinge.wantsGradientPenalty)
        let results = [nil, 100.0].map { weight in
            AdversarialLoss.discriminator(
                hinge, real: real, fake: fake, r1Weight: weight, fade: 1)
        }
        #expect(results.allSatisfy { $0.penalty == nil })
        #expect(results[0].loss.item == results[1].loss.item)
    }
}
