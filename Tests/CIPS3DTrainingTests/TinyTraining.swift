import CIPS3DModel
import CIPS3DNetworks
import CIPS3DTraining
import Foundation
import RunSettings
import SafeTensors
import Synchronization
import Torch
import TorchNN

/// A training so small that fifty steps take about a second.
enum TinyTraining {
    static var configuration: Configuration {
        var tiny = Configuration.faces32
        tiny.training.stages = []
        (tiny.generator.shapeLatentWidth, tiny.generator.appearanceLatentWidth) = (8, 8)
        tiny.generator.nerf.styleWidth = 8
        tiny.generator.nerf.mappingLayers = 2
        tiny.generator.nerf.width = 8
        tiny.generator.nerf.features = 4
        tiny.generator.inr.styleWidth = 8
        tiny.generator.inr.mappingLayers = 2
        tiny.generator.inr.width = 8
        tiny.generator.inr.blocks = 3
        tiny.generator.background.width = 6
        tiny.camera.samplesPerRay = 4
        tiny.discriminator.kind = .styleGAN2
        tiny.discriminator.mainChannels = [8, 8, 8]
        tiny.discriminator.auxiliaryChannels = [4, 4, 4]
        tiny.training.imageSize = 16
        tiny.training.batchSize = 4
        tiny.training.r1Interval = 3
        tiny.training.gradientPixelCount = 100
        tiny.training.densityNoise = 1
        tiny.training.densityNoiseSteps = 40
        return tiny
    }

    /// The same with projected discriminators, over a ``TinyPyramid``.
    static var projected: Configuration {
        var tiny = configuration
        tiny.discriminator.kind = .projected
        (tiny.discriminator.projected.side, tiny.discriminator.projected.width) = (32, 16)
        return tiny
    }

    static func adversaries(
        seed: UInt64, configuration: Configuration = configuration,
        engine: TrainingEngine = .torch
    ) -> Adversaries {
        let generator = {
            Generator(
                configuration.generator, camera: configuration.camera,
                parameters: ParameterStore(seed: seed))
        }
        return Adversaries(
            generator: generator(), generatorEMA: generator(),
            discriminator: discriminator(configuration, seed: seed &+ 1),
            settings: Adversaries.Settings(configuration.training), engine: engine)
    }

    /// The discriminators that a configuration asks for, as a run makes them.
    static func discriminator(
        _ configuration: Configuration, seed: UInt64
    ) -> any ImageDiscriminator {
        let (sizes, tellsViews) = (
            configuration.discriminator, configuration.training.viewWeight > 0
        )
        let parameters = ParameterStore(seed: seed)
        switch sizes.kind {
        case .styleGAN2:
            return DualDiscriminator(sizes, tellsViews: tellsViews, parameters: parameters)
        case .projected:
            return ProjectedDiscriminator(
                sizes, network: TinyPyramid(), tellsViews: tellsViews, parameters: parameters)
        }
    }

    /// Four photographs that are all alike.
    static func photographs(brightness: Double = 0.5) -> Tensor {
        Tensor([Float](repeating: Float(brightness), count: 4 * 3 * 256), shape: [4, 3, 16, 16])
    }

    /// What four images are made of.
    static func inputs(_ adversaries: Adversaries, _ random: RandomSource) -> GeneratorInputs {
        .random(
            for: adversaries.generator, from: random, images: 4, size: 16, densityNoise: 0.5)
    }

    /// One step of everything.
    static func step(_ adversaries: Adversaries, _ random: RandomSource) throws {
        _ = try adversaries.stepDiscriminator(
            real: photographs(), inputs: inputs(adversaries, random), r1Weight: 5)
        _ = try adversaries.stepGenerator(
            inputs: inputs(adversaries, random), size: 16,
            gradientPixels: random.permutation(256).narrowed(0, 0..<100))
        adversaries.updateAverage(decay: 0.9)
    }

    static func description(_ data: URL, images: Int) -> RunDescription {
        RunDescription(
            data: data.path, seed: 5, device: "cpu", goal: .kimg(Double(images) / 1_000),
            versions: [:])
    }
}

/// What a run tells, from any thread.
final class Events: Sendable {
    private let events = Mutex<[TrainingEvent]>([])
    private let observers = Mutex<[@Sendable (TrainingEvent) -> Void]>([])

    var all: [TrainingEvent] { events.withLock { $0 } }

    /// The reasons for snapshots that were passed over.
    var skippedSnapshots: [String] {
        all.compactMap { if case .skippedSnapshot(_, let reason) = $0 { reason } else { nil } }
    }

    func add(_ event: TrainingEvent) {
        events.withLock { $0.append(event) }
        for observer in observers.withLock({ $0 }) { observer(event) }
    }

    /// Does something after so many steps of a run, on its thread.
    func afterSteps(_ steps: Int, _ action: @escaping @Sendable () -> Void) {
        observers.withLock {
            $0.append { event in
                if case .stepped(let progress, _, _) = event, progress.steps == steps { action() }
            }
        }
    }
}

extension SafeTensorsFile {
    /// Writes the tensors that are wanted to another file.
    func copy(to url: URL, where isWanted: (String) -> Bool) throws {
        var writer = SafeTensorsWriter(metadata: metadata)
        for name in names where isWanted(name) {
            guard let entry = entries[name] else { continue }
            let data = try withUnsafeBytes(of: name) { Data($0) }
            writer.add(name, type: entry.type, shape: entry.shape) { write in
                try data.withUnsafeBytes { try write($0) }
            }
        }
        try writer.write(to: url)
    }

    /// Every tensor's bytes by name.
    func contents() throws -> [String: Data] {
        try names.reduce(into: [:]) { all, name in
            all[name] = try withUnsafeBytes(of: name) { Data($0) }
        }
    }
}

extension ParameterStore {
    /// All numbers of all tensors, in order.
    var numbers: [[Float]] { tensors.map { $0.array() } }
}
