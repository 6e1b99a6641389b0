import CIPS3DModel
import CIPS3DTraining
import RunSettings
import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("Projected discriminators")
struct ProjectedDiscriminatorTests {
    private let seeded = SeededTensors(71)
    private let store = ParameterStore(seed: 3)

    private func discriminator(
        _ store: ParameterStore, _ change: (inout DiscriminatorConfiguration) -> Void = { _ in }
    ) -> ProjectedDiscriminator {
        var sizes = TinyTraining.projected.discriminator
        sizes.projected.momentWeight = 0
        change(&sizes)
        return ProjectedDiscriminator(sizes, network: TinyPyramid(), parameters: store)
    }

    private func images(_ count: Int = 4, side: Int = 32) -> Tensor {
        seeded.uniform(count, 3, side, side, in: -1...1)
    }

    @Test(
        "there is a logit for every place of every scale's last map",
        arguments: [
            // Maps of 8, 4, 2 and 1; a larger one than 4 is halved to it.
            (32, 4, 16 + 16 + 4 + 1), (64, 4, 16 + 16 + 16 + 4), (16, 1, 16), (48, 2, 9 + 9),
            (32, 2, 16 + 16),
        ])
    func shapes(_ side: Int, _ scales: Int, _ logits: Int) throws {
        let network = discriminator(store) {
            ($0.projected.side, $0.projected.scales) = (side, scales)
        }
        let judgement = network.judge(JudgedImages.photographs(images()), fade: 1)
        #expect(judgement.color.shape == [4, logits])
        #expect(try #require(judgement.auxiliary).shape == [4, logits])
        #expect(judgement.views == nil)
    }

    @Test(
        "without the auxiliary heads nobody judges auxiliary images, and nothing is learned for it")
    func withoutAuxiliary() {
        let network = discriminator(store) { $0.usesAuxiliary = false }
        let (a, b, c) = (images(), images(), images())
        let judgement = network.judge(JudgedImages.generated(color: a, auxiliary: b), fade: 1)
        #expect(judgement.auxiliary == nil)
        let other = network.judge(JudgedImages.generated(color: a, auxiliary: c), fade: 1)
        #expect(judgement.color.array(of: Float.self) == other.color.array(of: Float.self))
        #expect(!store.paths.contains { $0.hasPrefix("auxiliary.") })
    }

    @Test("colours reach the main heads, auxiliary images the others, and photographs both")
    func both() throws {
        let network = discriminator(store)
        let (a, b) = (images(), images())
        func judge(_ color: Tensor, _ auxiliary: Tensor? = nil) throws -> [[Float]] {
            let judged = auxiliary.map { JudgedImages.generated(color: color, auxiliary: $0) }
            let found = network.judge(judged ?? .photographs(color), fade: 1)
            return [found.color.array(), try #require(found.auxiliary).array()]
        }
        let (mixed, ofA, ofB) = try (judge(a, b), judge(a), judge(b))
        #expect(mixed == [ofA[0], ofB[1]])
        #expect(ofA[0] != ofB[0] && ofA[1] != ofB[1])
    }

    @Test(
        "gradient reaches every pixel of colours and of auxiliary images", arguments: [16, 32, 64])
    func gradientOfImages(_ side: Int) throws {
        let network = discriminator(store)
        let color = images(side: side).requiringGradient()
        let auxiliary = images(side: side).requiringGradient()
        let judgement = network.judge(
            JudgedImages.generated(color: color, auxiliary: auxiliary), fade: 1)
        let ofAuxiliary = try #require(judgement.auxiliary)
        for (logits, leaf) in [(judgement.color, color), (ofAuxiliary, auxiliary)] {
            let slope = try #require(gradients(of: [logits.sum()], withRespectTo: [leaf])[0])
            #expect(abs(slope).minimum().item > 0)
        }
    }

    @Test("images of another size are resized to the side at which the network looks")
    func resizing() {
        let network = discriminator(store)
        let (small, large) = (images(side: 16), images(side: 64))
        for images in [small, large] {
            let resized = images.resizedBilinear(height: 32, width: 32)
            let found = network.judge(JudgedImages.photographs(images), fade: 1)
            let expected = network.judge(JudgedImages.photographs(resized), fade: 1)
            #expect(found.color.array(of: Float.self) == expected.color.array(of: Float.self))
        }
    }

    @Test("the random mixing and the singular vectors are stored, and never learned")
    func stored() throws {
        let network = discriminator(store)
        let constants = Set(store.paths).subtracting(store.learnedPaths)
        let kinds = Set(constants.map { $0.split(separator: ".").last.map(String.init) ?? "" })
        #expect(kinds == ["weight", "bias", "left", "right"])
        let mixing = store.paths.filter { $0.hasPrefix("mixing.") }
        // Weight and bias of two convolutions at each of four scales.
        #expect(mixing.count == 16 && constants.isSuperset(of: mixing))
        let vectors = store.paths.filter { $0.hasSuffix(".left") || $0.hasSuffix(".right") }
        #expect(constants == Set(mixing + vectors))

        let numbers = { (names: [String]) in
            names.map { store[$0]?.array(of: Float.self) ?? [] }
        }
        // A bias that moves all logits alike may have no slope as long as all count.
        let learnedWeights = store.learnedPaths.filter { $0.hasSuffix("weight") }
        let (mixed, learned) = (numbers(mixing), numbers(learnedWeights))
        let optimizer = Adam(store, learningRate: 0.01, beta1: 0, beta2: 0.99, epsilon: 1e-8)
        network.beginStep()
        let loss = AdversarialLoss.discriminator(
            network, real: images(),
            fake: JudgedImages.generated(color: images(), auxiliary: images()),
            r1Weight: nil, fade: 1
        ).loss
        let slopes = gradients(of: [loss], withRespectTo: store.learned)
        #expect(slopes.allSatisfy { $0 != nil })
        optimizer.step(slopes)
        #expect(numbers(mixing) == mixed)
        for (after, before) in zip(numbers(learnedWeights), learned) {
            #expect(after != before)
        }
    }

    @Test("a step begins with an iteration of every singular vector, and of nothing else")
    func beginStep() {
        let network = discriminator(store)
        let vectors = store.paths.filter { $0.hasSuffix(".left") || $0.hasSuffix(".right") }
        // Two sets of four heads, of two convolutions with two vectors each.
        #expect(vectors.count == 2 * 4 * 2 * 2)
        let before = store.numbers
        network.beginStep()
        for (path, (new, old)) in zip(store.paths, zip(store.numbers, before)) {
            #expect(vectors.contains(path) || new == old, "\(path)")
        }
        #expect(store.numbers != before)
    }

    @Test("with the minibatch's deviation sameness is seen, and without it no image sees another")
    func deviation() throws {
        let (first, others) = (images(1), images(3))
        let alike = Tensor.concatenated([first, first, first, first], axis: 0)
        let mixed = Tensor.concatenated([first, others], axis: 0)
        for group in [0, 4] {
            let network = discriminator(ParameterStore(seed: 3)) { $0.deviationGroup = group }
            let logits = [alike, mixed].map { images in
                network.judge(JudgedImages.photographs(images), fade: 1).color.narrowed(0, 0..<1)
            }
            let difference = abs(logits[0] - logits[1]).maximum().item
            // Single precision, if images of a batch are summed in another order.
            #expect(group == 0 ? difference < 1e-5 : difference > 1e-3)
        }
    }

    @Test("moments are stored, follow photographs alone, and cost the generator alone")
    func moments() throws {
        let plain = discriminator(ParameterStore(seed: 3))
        let network = discriminator(store) { $0.projected.momentWeight = 2 }
        let moments = store.paths.filter { $0.hasPrefix("moments.") }
        // A mean and a variance of each scale, and how often they were moved.
        #expect(moments.count == 9)
        #expect(!store.learnedPaths.contains { $0.hasPrefix("moments.") })
        let steps = try #require(store["moments.steps"])
        let (real, color) = (images(), images().requiringGradient())
        let fake = JudgedImages.generated(color: color, auxiliary: images().requiringGradient())
        // Judging alone learns nothing; a step does when it is over.
        let ofReal = network.judge(JudgedImages.photographs(real), fade: 1).features
        #expect(steps.item == 0)
        network.observe(ofReal)
        #expect(steps.item == 1)

        let ofFake = network.judge(fake, fade: 1).features
        for (kept, alone) in zip(ofFake, network.features(of: fake)) {
            #expect(kept.array() == alone.array())
        }
        let penalty = try #require(network.batchPenalty(ofFake))
        #expect(steps.item == 1 && penalty.shape.isEmpty)
        let leaves = [color, try #require(fake.auxiliary)]
        let slopes = gradients(of: [penalty], withRespectTo: leaves)
        #expect(slopes[0].map { abs($0).maximum().item > 0 } == true && slopes[1] == nil)
        let made = [plain, network].map { AdversarialLoss.generator($0, fake: fake, fade: 1).loss }
        // Single precision.
        #expect(abs(made[1].item - made[0].item - penalty.item) < 1e-5)
        let twice = discriminator(ParameterStore(seed: 3)) { $0.projected.momentWeight = 4 }
        twice.observe(twice.judge(JudgedImages.photographs(real), fade: 1).features)
        let doubled = try #require(twice.batchPenalty(twice.judge(fake, fade: 1).features))
        #expect(plain.judge(fake, fade: 1).features.isEmpty)
        #expect(abs(doubled.item - 2 * penalty.item) < 1e-5 * abs(doubled.item))

        let judged = [plain, network].map {
            AdversarialLoss.discriminator($0, real: real, fake: fake, r1Weight: nil, fade: 1).loss
        }
        #expect(judged[0].item == judged[1].item && steps.item == 1)
    }

    @Test("the fade has no meaning")
    func fade() {
        let network = discriminator(store)
        let judged = JudgedImages.photographs(images())
        let logits = [0.2, 1].map { network.judge(judged, fade: $0).color.array(of: Float.self) }
        #expect(logits[0] == logits[1])
    }

    @Test("it learns to part two fixed batches, and one with views learns to tell them")
    func learns() throws {
        let network = ProjectedDiscriminator(
            TinyTraining.projected.discriminator, network: TinyPyramid(), tellsViews: true,
            parameters: store)
        let (real, fake) = (images(), JudgedImages.generated(color: images(), auxiliary: images()))
        let views = AdversarialLoss.Views(angles: seeded.uniform(4, 2, in: -0.5...0.5), weight: 10)
        let optimizer = Adam(store, learningRate: 2e-3, beta1: 0, beta2: 0.99, epsilon: 1e-8)
        let results = (0..<150).map { _ in
            network.beginStep()
            let result = AdversarialLoss.discriminator(
                network, real: real, fake: fake, r1Weight: nil, views: views, fade: 1)
            optimizer.step(gradients(of: [result.loss], withRespectTo: store.learned))
            return (
                gap: result.real.color.mean().item - result.fake.color.mean().item,
                penalty: result.viewPenalty?.item ?? .nan,
                loss: result.loss.item - (result.viewPenalty?.item ?? .nan)
            )
        }
        // Logits of zero cost 2 for each of two sets of heads.
        let (first, last) = (results[0], results[149])
        #expect(first.loss > 2 && last.loss < first.loss / 2)
        #expect(last.gap > first.gap + 1)
        #expect(last.penalty < first.penalty / 2)
    }
}
