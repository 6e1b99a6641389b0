import CIPS3DModel
import CIPS3DRenderer
import Foundation
import HeadPictures
import SafeTensors

/// A small model with random weights, in memory or on disk.
///
/// Each tensor has a seed of its own by its name, so that models of different sizes share what they
/// have in common.
struct RandomModel {
    var configuration: ModelConfiguration
    /// Changes tensors, by their published names.
    var changes: [String: @Sendable ([Float]) -> [Float]] = [:]

    /// Widths that are no multiples of what kernels compute at once.
    init() {
        var generator = GeneratorConfiguration()
        (generator.shapeLatentWidth, generator.appearanceLatentWidth) = (9, 13)
        generator.nerf.styleWidth = 10
        generator.nerf.mappingLayers = 2
        generator.nerf.width = 22
        generator.nerf.features = 7
        generator.inr.styleWidth = 12
        generator.inr.mappingLayers = 2
        generator.inr.width = 27
        generator.inr.blocks = 4
        generator.inr.firstResidualBlock = 1
        generator.inr.firstRGBBlock = 1
        var camera = CameraConfiguration()
        camera.samplesPerRay = 5
        configuration = ModelConfiguration(generator: generator, camera: camera, imageSize: 16)
    }

    /// A solid field before a sphere; rays see the one, the other or a part of both.
    ///
    /// Its ball is a gentle one: with few samples on a ray, a steep one leaves bins so empty that
    /// single precision hardly says where the second pass draws.
    static var solid: RandomModel {
        RandomModel().with {
            $0.configuration.generator.nerf.density = .solid
            // The field's output is in the tens already.
            $0.configuration.generator.nerf.density.scale = 0.1
            $0.configuration.generator.nerf.density.ballGain = 20
            $0.configuration.generator.nerf.density.ballRadius = 0.8
            $0.configuration.generator.background.width = 9
        }
    }

    /// The model after a change.
    func with(_ change: (inout RandomModel) -> Void) -> RandomModel {
        var changed = self
        change(&changed)
        return changed
    }

    /// The elements of a tensor.
    func values(_ tensor: PublishedNames.Tensor) -> [Float] {
        let seed = tensor.name.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
        var random = LatentGenerator(seed: seed, stream: .shape)
        let (scale, offset) = Self.scale(of: tensor)
        let normals = random.nextNormals(tensor.shape.reduce(1, *)).map { offset + scale * $0 }
        return changes[tensor.name].map { $0(normals) } ?? normals
    }

    /// A renderer of it.
    func renderer(_ options: FusedEngine.Options = FusedEngine.Options()) throws -> FusedEngine {
        let tensors = PublishedNames.tensors(of: configuration.generator)
        let byName = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, values($0)) })
        return try FusedEngine(
            configuration: configuration,
            weights: GeneratorWeights(configuration: configuration.generator) {
                byName[$0] ?? []
            },
            options: options)
    }

    /// Writes it.
    func write(to folder: ModelFolder) throws {
        try folder.writeConfiguration(configuration)
        var writer = SafeTensorsWriter()
        for tensor in PublishedNames.tensors(of: configuration.generator) {
            writer.add(tensor.name, shape: tensor.shape, floats: values(tensor))
        }
        try writer.write(to: folder.weightsURL)
    }

    /// Scales that keep activations in the range of trained models.
    private static func scale(of tensor: PublishedNames.Tensor) -> (scale: Float, offset: Float) {
        let inputs = Float(tensor.shape.count > 1 ? tensor.shape[tensor.shape.count - 1] : 1)
        switch tensor.name {
        case PublishedNames.fieldBlock(0).linear.weight: return (0.1, 0)
        // Rays cross something and end somewhere: densities of tens in steps of hundredths.
        case PublishedNames.density.weight: return (15, 0)
        case PublishedNames.density.bias: return (1, 20)
        case let name
        where name.hasSuffix("linear.weight")
            && (name.hasPrefix("siren.") || name.hasPrefix("background.")):
            return (1 / (25 * inputs.squareRoot()), 0)
        case let name where name.contains("_fc."): return (0.1, 0)
        case let name where tensor.shape.count == 1 && name.hasSuffix("weight"): return (0.1, 1)
        case let name where name.hasSuffix("bias"): return (0.1, 0)
        default: return (1 / inputs.squareRoot(), 0)
        }
    }
}
