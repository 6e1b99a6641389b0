import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import RunSettings
import Testing
import Torch
import TorchNN
import TorchTesting

/// Discriminators that tell from which side an image is seen.
@Suite("The view penalty")
struct ViewPenaltyTests {
    private let images = JudgedImages.generated(
        color: RandomSource(seed: 3).uniform([4, 3, 16, 16]) * 2 - 1,
        auxiliary: RandomSource(seed: 4).uniform([4, 3, 16, 16]) * 2 - 1)

    /// Smooth L1.
    private static func smooth(_ error: Double) -> Double {
        abs(error) < 1 ? 0.5 * error * error : abs(error) - 0.5
    }

    /// A training with either kind.
    private func configuration(
        _ kind: DiscriminatorConfiguration.Kind, viewWeight: Double = 1
    ) -> Configuration {
        var configuration = TinyTraining.projected
        configuration.discriminator.kind = kind
        configuration.training.viewWeight = viewWeight
        return configuration
    }

    private func discriminator(
        _ kind: DiscriminatorConfiguration.Kind, viewWeight: Double = 1
    ) -> any ImageDiscriminator {
        TinyTraining.discriminator(configuration(kind, viewWeight: viewWeight), seed: 2)
    }

    @Test(
        "yaw and pitch are told of each image where somebody wants them",
        arguments: DiscriminatorConfiguration.Kind.allCases)
    func shapes(_ kind: DiscriminatorConfiguration.Kind) throws {
        let views = try #require(discriminator(kind).judge(images, fade: 1).views)
        #expect(views.shape == [4, 2])
        #expect(Set(views.array(of: Float.self)).count == 8)
        #expect(discriminator(kind, viewWeight: 0).judge(images, fade: 1).views == nil)
    }

    @Test("StyleGAN2's kind has one more layer for it, of the main one alone")
    func styleGAN2Parameters() {
        let (with, without) = (
            discriminator(.styleGAN2).parameters,
            discriminator(.styleGAN2, viewWeight: 0).parameters
        )
        let more = Set(with.paths).subtracting(without.paths)
        #expect(!more.isEmpty && more.allSatisfy { $0.hasPrefix("main_disc.view_linear.") })
        #expect(Set(without.paths).isSubset(of: with.paths))
    }

    @Test("heads of colours have two more channels for it, those of the auxiliary image none")
    func projectedParameters() throws {
        let (with, without) = (
            discriminator(.projected).parameters,
            discriminator(.projected, viewWeight: 0).parameters
        )
        #expect(with.paths == without.paths)
        for path in with.paths {
            let (one, other) = (try #require(with[path]), try #require(without[path]))
            let isOutput =
                path.hasPrefix("main.")
                && ["out.weight", "out.bias", "out.left"].contains { path.hasSuffix($0) }
            #expect(one.shape == [isOutput ? 3 : other.shape[0]] + other.shape.dropFirst())
            #expect(!isOutput || other.shape[0] == 1)
        }
    }

    @Test(
        "it is the smooth L1 of told and true angles, times its weight",
        arguments: DiscriminatorConfiguration.Kind.allCases)
    func byHand(_ kind: DiscriminatorConfiguration.Kind) throws {
        let discriminator = discriminator(kind)
        let told = try #require(discriminator.judge(images, fade: 1).views).detached()
        // Errors below and above one, to either side.
        let errors = [0.25, -0.5, 0, 2, -3, 0.75, 1.5, -1.25]
        let angles = told - Tensor(errors, shape: [4, 2]).converted(to: .float32)
        let expected = 3 * errors.map(Self.smooth).reduce(0, +) / 8
        let views = AdversarialLoss.Views(angles: angles, weight: 3)

        let real = images.color.flipped(3)
        let judged = [nil, views].map {
            AdversarialLoss.discriminator(
                discriminator, real: real, fake: images, r1Weight: nil, views: $0, fade: 1)
        }
        let made = [nil, views].map {
            AdversarialLoss.generator(discriminator, fake: images, views: $0, fade: 1)
        }
        #expect(judged[0].viewPenalty == nil && made[0].viewPenalty == nil)
        // Single precision.
        for penalty in [judged[1].viewPenalty, made[1].viewPenalty] {
            #expect(abs((penalty?.item ?? .nan) - expected) < 1e-5)
        }
        #expect(abs(judged[1].loss.item - judged[0].loss.item - expected) < 1e-5)
        #expect(abs(made[1].loss.item - made[0].loss.item - expected) < 1e-5)
        // What tells views learns from it.
        let store = discriminator.parameters
        let slopes = [judged[1].viewPenalty, made[1].viewPenalty].map { penalty in
            penalty.map { gradients(of: [$0], withRespectTo: store.learned) } ?? []
        }
        #expect(slopes.allSatisfy { $0.contains { ($0?.norm().item ?? 0) > 0 } })
    }

    @Test("without a weight, or without anybody who tells views, there is none")
    func absent() {
        let angles = Tensor.zeros([4, 2])
        for (viewWeight, weight) in [(1.0, 0.0), (0, 2)] {
            let result = AdversarialLoss.generator(
                discriminator(.projected, viewWeight: viewWeight), fake: images,
                views: AdversarialLoss.Views(angles: angles, weight: weight), fade: 1)
            #expect(result.viewPenalty == nil)
        }
    }

    @Test(
        "a step with a weight reports what it adds to the loss, for the angles of its cameras",
        arguments: DiscriminatorConfiguration.Kind.allCases)
    func steps(_ kind: DiscriminatorConfiguration.Kind) throws {
        let configuration = configuration(kind)
        let made = { TinyTraining.adversaries(seed: 1, configuration: configuration) }
        let inputs = TinyTraining.inputs(made(), RandomSource(seed: 3))
        let judged = try [0, 2.5].map { weight in
            try made().stepDiscriminator(
                real: TinyTraining.photographs(), inputs: inputs, r1Weight: nil,
                viewWeight: weight)
        }
        let painted = try [0, 2.5].map { weight in
            try made().stepGenerator(
                inputs: inputs, size: 16, gradientPixels: nil, viewWeight: weight)
        }
        let adversaries = made()
        let fake = adversaries.generator.imagesWithoutGradient(inputs, size: 16)
        // As the step of the discriminators begins; that of the generator begins nothing.
        let unchanged = try #require(
            adversaries.discriminator.judge(JudgedImages.photographs(fake.color), fade: 1).views)
        adversaries.discriminator.beginStep()
        let begun = try #require(
            adversaries.discriminator.judge(JudgedImages.photographs(fake.color), fade: 1).views)
        let angles = inputs.cameras.flatMap { [$0.yaw.radians, $0.pitch.radians] }
        let penalty = { (told: Tensor) -> Double in
            let errors = zip(told.array(of: Double.self), angles).map { $0 - $1 }
            return 2.5 * errors.map(Self.smooth).reduce(0, +) / 8
        }
        #expect(judged[0].viewPenalty == nil && painted[0].viewPenalty == nil)
        // Single precision, through a dozen layers.
        #expect(abs((judged[1].viewPenalty ?? .nan) - penalty(begun)) < 1e-4)
        #expect(abs((painted[1].viewPenalty ?? .nan) - penalty(unchanged)) < 1e-4)
        #expect(abs(judged[1].loss - judged[0].loss - (judged[1].viewPenalty ?? .nan)) < 1e-4)
        #expect(abs(painted[1].loss - painted[0].loss - (painted[1].viewPenalty ?? .nan)) < 1e-4)
        #expect((judged[1].viewPenalty ?? 0) > 1e-3)
    }
}
