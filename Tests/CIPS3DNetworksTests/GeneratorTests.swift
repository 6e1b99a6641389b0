import CIPS3DModel
import CIPS3DNetworks
import Testing
import Torch
import TorchNN
import TorchTesting
import VolumeRendering

@Suite("Generator")
struct GeneratorTests {
    private let seeded = SeededTensors(41)

    @Test("truncation: 1 leaves styles, 0 gives the mean, a half lies between")
    func truncation() {
        let styles = Styles(shape: seeded.normal(3, 4), appearance: seeded.normal(3, 5))
        let mean = Styles(shape: seeded.normal(1, 4), appearance: seeded.normal(1, 5))
        let one = styles.truncated(.off, mean: mean)
        let zero = styles.truncated(Truncation(psi: 0), mean: mean)
        let half = styles.truncated(Truncation(psi: 0.5), mean: mean)
        expectClose(one.shape, styles.shape)
        expectClose(one.appearance, styles.appearance)
        expectClose(zero.shape, mean.shape.expanded(3, 4), absolute: 1e-6)
        expectClose(zero.appearance, mean.appearance.expanded(3, 5), absolute: 1e-6)
        expectClose(half.shape, 0.5 * (styles.shape + mean.shape), absolute: 1e-6)
        expectClose(half.appearance, 0.5 * (styles.appearance + mean.appearance), absolute: 1e-6)
    }

    @Test("a mapping network does not see the length of a code")
    func mappingNormalizes() {
        let sizes = SmallGenerator.configuration
        let store = ParameterStore()
        store.make(PublishedNames.tensors(of: sizes))
        let shapes = MappingNetwork(shapesOf: sizes.nerf, in: store)
        let appearances = MappingNetwork(appearancesOf: sizes.inr, in: store)
        for (network, latentWidth, styleWidth) in [
            (shapes, sizes.shapeLatentWidth, sizes.nerf.styleWidth),
            (appearances, sizes.appearanceLatentWidth, sizes.inr.styleWidth),
        ] {
            let codes = seeded.normal(4, latentWidth)
            #expect(network(codes).shape == [4, styleWidth])
            // 1e-8 beside mean squares of about one.
            expectClose(network(7 * codes), network(codes), absolute: 1e-5)
        }
    }

    @Test("the view direction changes colours with the ablation only", arguments: [false, true])
    func viewDirection(_ isUsed: Bool) {
        var sizes = SmallGenerator.configuration
        (sizes.nerf.width, sizes.nerf.styleWidth, sizes.nerf.features) = (8, 4, 3)
        sizes.nerf.usesViewDirection = isUsed
        let store = ParameterStore(seed: 6)
        store.make(PublishedNames.tensors(of: sizes))
        let field = NeRFNetwork(sizes.nerf, in: store)
        let points = seeded.uniform(1, 5, 3, in: -0.1...0.1)
        let style = seeded.normal(1, 4)
        var asked = 0
        let evaluate = { (direction: [Float]) in
            field(
                points,
                directions: {
                    asked += 1
                    return Tensor(direction, shape: [1, 1, 3]).expanded(1, 5, 3)
                }, style: style)
        }
        let (front, side) = (evaluate([0, 0, -1]), evaluate([1, 0, 0]))
        let change = abs(front.features - side.features).maximum().item
        #expect(isUsed ? change > 1e-3 : change == 0)
        #expect(asked == (isUsed ? 2 : 0))
        // Geometry never sees it.
        expectClose(front.rawDensity, side.rawDensity)
        #expect(front.rawDensity.shape == [1, 5])
        #expect(front.features.shape == [1, 5, 3])
    }

    @Test("the Fourier encoding of a point by hand")
    func fourierEncoding() {
        let point = Tensor([0.5, -1.0, 2.0], shape: [1, 3])
        let expected: [Double] = [
            0.5, -1, 2,
            // sin x, cos x
            0.4794255386, -0.8414709848, 0.9092974268, 0.8775825619, 0.5403023059, -0.4161468365,
            // sin 2x, cos 2x
            0.8414709848, -0.9092974268, -0.7568024953, 0.5403023059, -0.4161468365, -0.6536436209,
        ]
        let encoding = FourierEncoding(octaves: 2)
        #expect(encoding.width == 15)
        // Ten digits are written out.
        expectClose(encoding(point), expected, absolute: 1e-10)
        expectClose(FourierEncoding(octaves: 0)(point), point)
    }

    @Test("what the published state holds but nothing reads gets no gradient")
    func unusedParameters() {
        let small = SmallGenerator()
        let rendered = small.generator.render(
            small.rays, styles: small.styles, draws: small.draws)
        let used = small.gradientsOfColor(rendered, weights: seeded.normal(2, 16, 3))
        let unused = Set(small.generator.parameters.learnedPaths).subtracting(used.keys)
        let names = [4, 8, 16, 32].flatMap { block in
            ["mod1", "mod2"].flatMap { layer in
                ["weight", "bias"].map { "inr_net.network.\(block).\(layer).norm.\($0)" }
            }
        }
        // Painting begins with the third of four blocks.
        let painters = [4, 8].flatMap { block in
            ["weight", "bias"].map { "inr_net.to_rgbs.\(block).linear.\($0)" }
        }
        #expect(unused == Set(names + painters))
    }

    @Test("both formulations of the INR give one image")
    func formulations() {
        let images = INRConfiguration.Modulation.allCases.map { formulation in
            let small = SmallGenerator { $0.inr.modulation = formulation }
            return small.generator.render(small.rays, styles: small.styles, draws: small.draws)
        }
        expectClose(images[0].color, images[1].color, absolute: 1e-5)
        expectClose(images[0].auxiliary, images[1].auxiliary)
    }

    @Test("colours lie in -1...1 and depth between near and far")
    func ranges() {
        let small = SmallGenerator()
        let rendered = small.generator.render(
            small.rays, styles: small.styles, draws: .deterministic)
        #expect(abs(rendered.color).maximum().item <= 1)
        #expect(abs(rendered.auxiliary).maximum().item <= 1)
        #expect(rendered.depth.maximum().item <= 1.12 + 1e-6)
        #expect(rendered.depth.minimum().item >= 0)
        // It would prove nothing about an empty scene.
        #expect(rendered.depth.mean().item > 0.3)
    }

    @Test("deterministic rendering repeats itself, training draws do not")
    func determinism() {
        let small = SmallGenerator()
        let render = { (draws: SamplingDraws) in
            small.generator.render(small.rays, styles: small.styles, draws: draws).color
        }
        expectClose(render(.deterministic), render(.deterministic))
        #expect(abs(render(.deterministic) - render(small.draws)).maximum().item > 1e-4)
    }

    @Test("random inputs repeat with the seed and narrow to single images")
    func randomInputs() {
        let small = SmallGenerator()
        let make = { (seed: UInt64) in
            GeneratorInputs.random(
                for: small.generator, from: RandomSource(seed: seed), images: 3, size: 4,
                densityNoise: 1)
        }
        let (a, b, c) = (make(1), make(1), make(2))
        expectClose(a.shapeCodes, b.shapeCodes)
        #expect(a.cameras == b.cameras)
        #expect(a.cameras != c.cameras)
        expectClose(small.generator(a, size: 4).color, small.generator(b, size: 4).color)
        let last = a.narrowed(2..<3)
        #expect(last.cameras == [a.cameras[2]])
        expectClose(
            small.generator(last, size: 4).color,
            small.generator(a, size: 4).color.narrowed(0, 2..<3), absolute: 2e-6)
    }
}
