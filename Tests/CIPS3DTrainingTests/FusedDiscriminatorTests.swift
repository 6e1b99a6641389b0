import CIPS3DModel
import CIPS3DTraining
import GANMetrics
import InnerLoops
import RunSettings
import Testing
import Torch
import TorchNN
import TorchTesting

@Suite("Projected discriminators of the fused engine beside libtorch's")
struct FusedDiscriminatorTests {
    /// Sizes that bring every kind of head, of slice and of resampling.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let size: Int
        let images: Int
        var change: @Sendable (inout DiscriminatorConfiguration) -> Void = { _ in }
    }

    static let cases = [
        Case(testDescription: "enlarged, all scales", size: 16, images: 4),
        Case(testDescription: "as they are, an odd slice", size: 32, images: 6) {
            $0.deviationGroup = 2
        },
        Case(testDescription: "reduced, two scales, no deviation", size: 48, images: 3) {
            $0.projected.scales = 2
            $0.deviationGroup = 0
        },
        Case(testDescription: "wide maps, one set of heads", size: 40, images: 2) {
            $0.projected.side = 64
            $0.usesAuxiliary = false
        },
    ]

    /// Random convolutions of He's size, and norms that do little.
    private static var weights: NetworkWeights {
        let random = RandomSource(seed: 31)
        return NetworkWeights { name, shape in
            let uniform = random.uniform(shape) * 2 - 1
            let fan = shape.dropFirst().reduce(1, *)
            let value =
                shape.count > 1
                ? uniform * (6 / Double(fan)).squareRoot()
                : name.hasSuffix("bias") || name.hasSuffix("mean")
                    ? 0.1 * uniform
                    : 1 + 0.3 * uniform
            return value.array()
        }
    }

    private struct Judged {
        let judgement: Judgement
        let ofImages: [Tensor?]
        let ofParameters: [Tensor?]
    }

    /// Judges the same images with the same weights, and leads slopes of everything that is said back.
    private func judge(_ scene: Case, _ engine: TrainingEngine, threads: Int = 2) throws -> Judged {
        var sizes = TinyTraining.projected.discriminator
        scene.change(&sizes)
        let store = ParameterStore(seed: 9)
        let network = ProjectedDiscriminator(
            sizes, network: try EfficientNetLite0(Self.weights), tellsViews: true, engine: engine,
            parameters: store)
        let seeded = SeededTensors(23)
        let images = (0..<2).map { _ in
            seeded.uniform(scene.images, 3, scene.size, scene.size, in: -1...1)
                .requiringGradient()
        }
        let said = network.judge(.generated(color: images[0], auxiliary: images[1]), fade: 1)
        let values = [said.color, said.auxiliary, said.views].compactMap { $0 } + said.features
        let random = RandomSource(seed: 29)
        let slopes = values.map { random.normal($0.shape) }
        func gradients(_ inputs: [Tensor]) -> [Tensor?] {
            let sum = zip(values, slopes).map { ($0 * $1).sum() }.reduce(Tensor(0), +)
            return Torch.gradients(of: [sum], withRespectTo: inputs)
        }
        let all = gradients(images + store.learned)
        return Judged(
            judgement: said, ofImages: Array(all.prefix(2)), ofParameters: Array(all.dropFirst(2)))
    }

    /// Holds tensors against others by the norm of the difference: sums of thousands of products in
    /// another order, through tens of layers, come to less than 2e-4 of it.
    private func expectAlike(
        _ mine: [Tensor?], _ others: [Tensor?], _ what: String, tolerance: Double = 2e-4
    ) {
        for (index, (mine, other)) in zip(mine, others).enumerated() {
            guard let mine, let other else {
                #expect(mine == nil && other == nil, "\(what) \(index)")
                continue
            }
            let (off, norm) = ((mine - other).norm().item, other.norm().item)
            #expect(
                off <= tolerance * norm + 1e-6, "\(what) \(index) \(other.shape) \(off) of \(norm)")
        }
    }

    @Test(
        "what they say, and the gradients of images and weights", arguments: cases,
        InstructionSet.available)
    func judgements(scene: Case, set: InstructionSet) throws {
        let (mine, other) = (try judge(scene, .fused(set)), try judge(scene, .torch))
        expectAlike([mine.judgement.color], [other.judgement.color], "colour")
        expectAlike([mine.judgement.auxiliary], [other.judgement.auxiliary], "auxiliary")
        expectAlike([mine.judgement.views], [other.judgement.views], "views")
        expectAlike(mine.judgement.features, other.judgement.features, "features")
        // An activation within rounding of its bend passes a slope on with one of them alone: 3e-3 of
        // the norm were seen.
        expectAlike(mine.ofImages, other.ofImages, "image", tolerance: 1e-2)
        expectAlike(mine.ofParameters, other.ofParameters, "parameter")
    }

    @Test("the same bits for any number of threads", arguments: cases)
    func threads(scene: Case) throws {
        let set = try #require(InstructionSet.available.last)
        let (one, three) = (
            try judge(scene, .fused(set, threads: 1)), try judge(scene, .fused(set, threads: 3))
        )
        let numbers = { (judged: Judged) in
            ([judged.judgement.color] + judged.ofImages + judged.ofParameters)
                .compactMap { $0?.array() as [Float]? }
        }
        #expect(numbers(one) == numbers(three))
    }
}
