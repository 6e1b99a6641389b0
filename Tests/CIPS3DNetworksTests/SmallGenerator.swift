import CIPS3DModel
import CIPS3DNetworks
import Torch
import TorchNN
import TorchTesting
import VolumeRendering

/// A generator of a few channels, and what it renders.
struct SmallGenerator {
    let generator: Generator
    let rays: Rays
    let draws: SamplingDraws
    let size: Int
    private let codes: (shape: Tensor, appearance: Tensor)

    /// Sizes that are all different.
    static var configuration: GeneratorConfiguration {
        var sizes = GeneratorConfiguration()
        sizes.shapeLatentWidth = 5
        sizes.appearanceLatentWidth = 7
        sizes.nerf.styleWidth = 6
        sizes.nerf.width = 10
        sizes.nerf.features = 4
        sizes.nerf.mappingLayers = 2
        sizes.inr.styleWidth = 9
        sizes.inr.width = 11
        sizes.inr.mappingLayers = 2
        sizes.inr.blocks = 4
        sizes.inr.firstResidualBlock = 1
        sizes.inr.firstRGBBlock = 2
        return sizes
    }

    /// A solid field before a sphere.
    ///
    /// Its ball is a gentle one, which rays see and see past: with few samples on a ray, a steep
    /// one leaves bins so empty that single precision hardly says where the second pass draws.
    static func makeSolid(_ sizes: inout GeneratorConfiguration) {
        sizes.nerf.density = .solid
        sizes.nerf.density.ballGain = 10
        sizes.nerf.density.ballRadius = 1
        sizes.background.width = 12
    }

    /// - Parameters:
    ///   - size: Pixels on a side.
    ///   - finePass: Whether there is a second pass.
    ///   - isSolid: Whether the field is solid, before a sphere.
    ///   - adjust: Changes the sizes before the networks are made.
    init(
        size: Int = 4, finePass: Bool = true, isSolid: Bool = false,
        adjust: (inout GeneratorConfiguration) -> Void = { _ in }
    ) {
        var sizes = Self.configuration
        if isSolid { Self.makeSolid(&sizes) }
        adjust(&sizes)
        var camera = CameraConfiguration()
        camera.samplesPerRay = 4
        camera.finePass = finePass
        let parameters = ParameterStore(seed: 3)
        generator = Generator(sizes, camera: camera, parameters: parameters)
        // Dense enough for rays to see something and to see through it.
        for (name, value) in [("weight", 20.0), ("bias", 5)] where !isSolid {
            guard let tensor = parameters["siren.final_layer.\(name)"] else { continue }
            InPlace.scale([tensor], by: value)
        }
        rays = Rays(
            cameras: [Camera(camera, yaw: .degrees(20)), Camera(camera, pitch: .degrees(-9))],
            size: size)
        let random = RandomSource(seed: 4)
        draws = .random(
            from: random, images: 2, rays: size * size, samples: 4, finePass: finePass,
            densityNoise: 0.5)
        codes = (
            random.normal([2, sizes.shapeLatentWidth]),
            random.normal([2, sizes.appearanceLatentWidth])
        )
        self.size = size
    }

    var styles: Styles {
        generator.styles(shapeCodes: codes.shape, appearanceCodes: codes.appearance)
    }

    /// Gradients of a weighted sum of colours with respect to all learned tensors.
    func gradientsOfColor(_ rendered: RenderedRays, weights: Tensor) -> [String: Tensor] {
        let store = generator.parameters
        let loss = (rendered.color * weights).sum() + (rendered.auxiliary * weights).sum()
        let slopes = gradients(of: [loss], withRespectTo: store.learned)
        return Dictionary(
            uniqueKeysWithValues: zip(store.learnedPaths, slopes).compactMap { path, slope in
                slope.map { (path, $0) }
            })
    }
}
