import CIPS3DModel
import CIPS3DNetworks
import Testing
import Torch
import TorchNN
import TorchTesting
import VolumeRendering

@Suite("A solid head before a sphere")
struct SolidGeneratorTests {
    private let seeded = SeededTensors(43)

    private func render(_ small: SmallGenerator) -> RenderedRays {
        small.generator.render(small.rays, styles: small.styles, draws: small.draws)
    }

    /// Lets the auxiliary image show the sum of a pixel's four features alone: tanh(sum / 4).
    private func showFeatures(_ small: SmallGenerator) throws {
        try #require(small.generator.parameters[PublishedNames.auxiliaryHead.weight])
            .fill(with: 0.25)
        try #require(small.generator.parameters[PublishedNames.auxiliaryHead.bias]).fill(with: 0)
    }

    /// Gives the sphere one feature throughout.
    private func paintSphere(_ small: SmallGenerator, with feature: Double) throws {
        let names = PublishedNames.backgroundFeature
        try #require(small.generator.parameters[names.weight]).fill(with: 0)
        try #require(small.generator.parameters[names.bias]).fill(with: feature)
    }

    private func inverseTanh(_ x: Tensor) -> Tensor {
        0.5 * (logOnePlus(x) - logOnePlus(-x))
    }

    @Test("opacity lies in 0...1, and rays see the head and past it", arguments: [false, true])
    func opacity(_ finePass: Bool) {
        let rendered = render(SmallGenerator(finePass: finePass, isSolid: true))
        #expect(rendered.opacity.shape == [2, 16])
        #expect(rendered.opacity.minimum().item >= 0)
        // 1e-10 for each sample is less than a rounding.
        #expect(rendered.opacity.maximum().item <= 1 + 1e-6)
        // Of 200 generators of the reference all had 0.03 and more, half of them 0.79.
        #expect(rendered.opacity.maximum().item - rendered.opacity.minimum().item > 0.02)
        // A mean of distances from near to far, as far as there is weight.
        let mean = rendered.depth / rendered.opacity
        let (low, high) = (mean.minimum().item, mean.maximum().item)
        // Half of an interval of jitter at both ends, and roundings.
        #expect(low >= 0.88 - 0.0401 && high <= 1.12 + 0.0401)
    }

    @Test("the sphere takes what the head lets through, and no more", arguments: [false, true])
    func rest(_ finePass: Bool) throws {
        let small = SmallGenerator(finePass: finePass, isSolid: true)
        try showFeatures(small)
        try paintSphere(small, with: 0)
        let dark = render(small)
        try paintSphere(small, with: 1)
        let bright = render(small)
        expectClose(bright.opacity, dark.opacity)
        let taken = (inverseTanh(bright.auxiliary) - inverseTanh(dark.auxiliary)).mean(-1)
        // tanh rounds to 2^-24, which its inverse magnifies by at most 20 below 0.975.
        #expect(abs(bright.auxiliary).maximum().item < 0.975)
        expectClose(taken, 1 - bright.opacity, absolute: 5e-6)
    }

    @Test("every parameter of the field and of the sphere gets a gradient")
    func everyGradient() {
        let small = SmallGenerator(isSolid: true)
        let slopes = small.gradientsOfColor(render(small), weights: seeded.normal(2, 16, 3))
        let names = small.generator.parameters.learnedPaths.filter {
            $0.hasPrefix("background.") || $0.hasPrefix("siren.")
        }
        // Three FiLM-SIREN layers and two linear ones of the field; two and one of the sphere.
        #expect(names.count == 22 + 14)
        for name in names {
            let largest = slopes[name].map { abs($0).maximum().item } ?? 0
            #expect(largest > 0 && largest.isFinite, "\(name)")
        }
    }

    @Test("a field begins as an opaque ball that leaves the corners of the picture free")
    func opaqueBall() {
        var sizes = SmallGenerator.configuration
        (sizes.nerf.styleWidth, sizes.nerf.width) = (128, 64)
        (sizes.nerf.density, sizes.background.width) = (.solid, 64)
        let camera = CameraConfiguration()
        var middles: [Double] = []
        for seed in 0..<4 {
            let random = RandomSource(seed: UInt64(seed))
            let generator = Generator(
                sizes, camera: camera, parameters: ParameterStore(seed: UInt64(seed)))
            let styles = generator.styles(
                shapeCodes: random.normal([4, sizes.shapeLatentWidth]),
                appearanceCodes: random.normal([4, sizes.appearanceLatentWidth]))
            let rays = Rays(
                cameras: [-30.0, 0, 20, 160].map { Camera(camera, yaw: .degrees($0)) }, size: 5)
            let opacity = withoutGradient {
                generator.render(rays, styles: styles, draws: .deterministic).opacity
            }
            middles += opacity.selected(1, 12).array(of: Double.self)
            for corner in [0, 4, 20, 24] {
                #expect(opacity.selected(1, corner).maximum().item < 1e-3)
            }
        }
        // Before noise a ray through the middle meets an optical depth of 60 · 0.6² · 0.12 = 2.6,
        // which stops 0.925 of it. Of 240 heads of the reference 0.92 was the mean, 0.70 the least.
        #expect(middles.reduce(0, +) / Double(middles.count) > 0.8)
        #expect(middles.allSatisfy { $0 > 0.5 && $0 <= 1 + 1e-6 })
    }

    @Test("without a sphere what no sample takes is dark, with one it is the sphere's")
    func emptyBox() throws {
        let pictures = try [0, 12].map { width in
            let small = SmallGenerator { $0.background.width = width }
            let density = PublishedNames.density
            try #require(small.generator.parameters[density.weight]).fill(with: 0)
            try #require(small.generator.parameters[density.bias]).fill(with: -1000)
            let bias = try #require(
                small.generator.parameters[PublishedNames.auxiliaryHead.bias])
            let rendered = render(small)
            expectClose(rendered.opacity, rendered.opacity.zerosLike())
            expectClose(rendered.depth, rendered.depth.zerosLike())
            return abs(rendered.auxiliary - tanh(bias)).maximum().item
        }
        // A sum of zeros is zero, but tanh may go by another way for other shapes.
        #expect(pictures[0] <= 1e-7)
        #expect(pictures[1] > 1e-3)
    }

    @Test("the last sample stands for all behind it where there is no sphere")
    func lastSample() throws {
        for width in [0, 12] {
            let small = SmallGenerator(finePass: false) { $0.background.width = width }
            let density = PublishedNames.density
            try #require(small.generator.parameters[density.weight]).fill(with: 0)
            try #require(small.generator.parameters[density.bias]).fill(with: 1)
            let rendered = small.generator.render(
                small.rays, styles: small.styles, draws: .deterministic)
            // Four intervals of 0.08 at a density of 1 let exp(-0.32) through.
            let stopped = width == 0 ? 1 : 0.27385096292630907
            expectClose(
                rendered.opacity, Tensor.full(stopped, shape: [2, 16]), absolute: 1e-6)
        }
    }

    @Test("a solid field: points, style and every parameter agree with central differences")
    func fieldGradients() {
        var sizes = SmallGenerator.configuration
        sizes.nerf.density = .solid
        let store = ParameterStore(seed: 5, type: .float64)
        store.make(PublishedNames.tensors(of: sizes))
        let field = NeRFNetwork(sizes.nerf, in: store)
        // Away from the middle, where the distance has a corner.
        let points = seeded.uniform(2, 5, 3, in: 0.02...0.1, type: .float64)
        let style = seeded.normal(2, 6, type: .float64)
        let cotangents = (
            seeded.normal(2, 5, 4, type: .float64), seeded.normal(2, 5, type: .float64)
        )
        let evaluated = { (points: Tensor, style: Tensor) in
            let (features, density) = field(
                points, directions: { points.zerosLike() }, style: style)
            return (features * cotangents.0).sum() + (density * cotangents.1).sum()
        }
        // Third derivatives of the order of 1e5, the distance's near the middle before all, make
        // central differences err by 1e-5 in points and a fifth of it elsewhere; slopes are of the
        // order of 500.
        expectGradient(at: points, absolute: 5e-5) { evaluated($0, style) }
        expectGradient(at: style, absolute: 2e-5) { evaluated(points, $0) }
        expectGradients(
            of: { evaluated(points, style) }, in: store, absolute: 2e-5
        ) { $0.hasPrefix("siren.") }
    }

    @Test("a sphere: every parameter agrees with central differences through the whole picture")
    func sphereGradients() {
        var sizes = SmallGenerator.configuration
        SmallGenerator.makeSolid(&sizes)
        sizes.background.width = 4
        var camera = CameraConfiguration()
        // No gradient flows through the places of a second pass.
        (camera.samplesPerRay, camera.finePass) = (4, false)
        let store = ParameterStore(seed: 5, type: .float64)
        let generator = Generator(sizes, camera: camera, parameters: store)
        let rays = Rays(
            cameras: [Camera(camera, yaw: .degrees(20)), Camera(camera, pitch: .degrees(9))],
            size: 3, type: .float64)
        let styles = Styles(
            shape: seeded.normal(2, 6, type: .float64),
            appearance: seeded.normal(2, 9, type: .float64))
        let cotangent = seeded.normal(2, 9, 3, type: .float64)
        // Colours are of the order of 0.01, so that the image of the features leads.
        expectGradients(
            of: {
                let rendered = generator.render(rays, styles: styles, draws: .deterministic)
                return ((rendered.auxiliary + rendered.color) * cotangent).sum()
            }, in: store, absolute: 1e-6
        ) { $0.hasPrefix("background.") || $0.hasPrefix("siren.final_layer") }
    }

    /// Compares gradients of some tensors of a store with central differences.
    private func expectGradients(
        of function: () -> Tensor, in store: ParameterStore, absolute: Double,
        where isWanted: (String) -> Bool
    ) {
        let names = store.learnedPaths.filter(isWanted)
        let tensors = names.compactMap { store[$0] }
        #expect(!names.isEmpty)
        let slopes = gradients(of: [function()], withRespectTo: tensors)
        for ((name, tensor), slope) in zip(zip(names, tensors), slopes) {
            guard let slope else {
                Issue.record("\(name) has no gradient")
                continue
            }
            expectClose(
                slope, withoutGradient { numericalGradient(moving: tensor, function) },
                absolute: absolute, relative: 1e-5)
        }
    }
}
