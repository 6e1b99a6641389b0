import CIPS3DModel
import CIPS3DTraining
import Foundation
import GANMetrics
import SafeTensors
import Testing
import Torch

@Suite("A run with projected discriminators")
struct ProjectedRunTests {
    /// Mean colours, under the name of the network that judges.
    private struct Judging: FeatureNetwork {
        let name = "efficientnet-lite0"
        let digest = "e0"
        let featureCount = 3
        let largestSide: Int? = nil

        func features(of images: Tensor) -> Tensor { images.mean(2, 3) / 255 }
    }

    private let scene: RunScene

    init() throws { scene = try RunScene(TinyTraining.projected) }

    /// Nothing can be fetched.
    private var unreachable: RunNetworks {
        RunNetworks(
            cache: scene.cache,
            makeMeasuring: { _ in throw Self.notFetched },
            makeJudging: { _, _ in throw Self.notFetched })
    }

    private static let notFetched = NetworkError.notFetched(
        network: "efficientnet-lite0", package: "weights==1", reason: "no such host")

    @Test(
        "resuming equals the straight run bit for bit, augmentation and views included",
        arguments: [0, 1.5])
    func resumeEquals(_ viewWeight: Double) throws {
        var configuration = TinyTraining.projected
        configuration.training.viewWeight = viewWeight
        configuration.training.augmentation = [.color, .translation, .cutout]
        _ = try scene.begin("straight", images: 200, configuration: configuration).run()
        let half = try scene.begin("resumed", images: 100, configuration: configuration)
            .run()
        #expect(half.steps == 25)
        #expect(try scene.resume("resumed", images: 200).run().steps == 50)
        let straight = try scene.newest("straight")
        #expect(try straight == scene.newest("resumed"))
        #expect(try scene.statistics("straight") == scene.statistics("resumed"))
        // The vectors that no gradient moves, and the mixing that nothing moves.
        #expect(straight["discriminator/main.0.out.left"] != nil)
        #expect(straight["discriminator/mixing.channels.0.weight"] != nil)
        #expect(straight["adam/discriminator/main.0.out.weight.square"] != nil)
        #expect(!straight.keys.contains { $0.hasPrefix("adam/discriminator/mixing.") })
        let file = try scene.folder("resumed").newestSnapshot()
        #expect(try file.floats("discriminator/moments.steps") == [50])
    }

    @Test("it learns: heads and generator change, the mixing stays, and no penalty is recorded")
    func learns() throws {
        let run = try scene.begin("run", images: 100)
        let before = try scene.newest("run")
        _ = try run.run()
        let after = try scene.newest("run")
        #expect(Set(before.keys) == Set(after.keys))
        for (name, old) in before where name.hasPrefix("discriminator/mixing.") {
            #expect(after[name] == old, "\(name)")
        }
        for name in [
            "discriminator/main.0.layers.0.weight", "discriminator/main.0.layers.0.left",
            "discriminator/auxiliary.3.out.weight", "generator/siren.network.0.linear.weight",
            "average/siren.network.0.linear.weight",
        ] {
            let old = try #require(before[name])
            #expect(after[name] != old, "\(name)")
        }
        let record = try #require(try scene.statistics("run").first)
        #expect(record.r1Penalty == nil && record.step == 25)
        #expect(record.discriminatorLoss.isFinite && record.generatorGradientNorm > 0)
    }

    @Test("its model says which network has judged it, and one of the other kind says none")
    func model() throws {
        _ = try scene.begin("run", images: 4)
        let model = try ModelFolder(url: scene.folder("run").modelURL).readConfiguration()
        #expect(model.judgingNetwork == .efficientNetLite0)
        _ = try scene.begin("other", images: 4, configuration: TinyTraining.configuration)
        let other = try ModelFolder(url: scene.folder("other").modelURL).readConfiguration()
        #expect(other.judgingNetwork == JudgingNetwork.none)
    }

    @Test("without the network there is no run: a sentence names both ways out, nothing is written")
    func unreachableNetwork() throws {
        let error = try #require(throws: JudgingNetworkError.self) {
            _ = try scene.begin("run", images: 4, networks: unreachable)
        }
        let text = error.description
        #expect(text.contains("The weights of efficientnet-lite0 could not be fetched"))
        #expect(text.contains("no such host"))
        #expect(text.contains("put the file that `cips3d doctor` names there"))
        #expect(text.hasSuffix("--set discriminator.kind=styleGAN2."))
        #expect(!text.contains("\n"))
        #expect(try scene.parent.names() == ["data"])
        // The way out works.
        let other = try scene.begin(
            "run", images: 4, configuration: TinyTraining.configuration, networks: unreachable)
        #expect(try other.run().steps == 1)
    }

    @Test("without the network a run does not go on, and stays as it was")
    func unreachableOnResume() throws {
        _ = try scene.begin("run", images: 8).run()
        let before = try scene.newest("run")
        let names = try scene.parent.names(in: "run")
        #expect(throws: JudgingNetworkError.self) {
            _ = try scene.resume("run", images: 12, networks: unreachable)
        }
        #expect(try scene.newest("run") == before)
        #expect(try scene.parent.names(in: "run") == names)
        #expect(try scene.resume("run", images: 12).run().steps == 3)
    }

    @Test("a distance over the network that judges is said to flatter, wherever it stands")
    func flattering() throws {
        var configuration = TinyTraining.projected
        configuration.training.measureInterval = 0.1
        configuration.training.measureImages = 8
        let networks = scene.measuringNetworks { Judging() }
        for isProjected in [true, false] {
            configuration.discriminator.kind = isProjected ? .projected : .styleGAN2
            let name = "run \(isProjected)"
            _ = try scene.begin(name, images: 100, configuration: configuration, networks: networks)
                .run()
            let best = try #require(scene.folder(name).best)
            let model = ModelFolder(url: scene.folder(name).bestURL)
            #expect(best.measures.isFlattering(try model.readConfiguration()) == isProjected)
            let card = try String(contentsOf: model.cardURL, encoding: .utf8)
            #expect(card.contains("Fréchet distance over efficientnet-lite0"))
            #expect(card.contains("which flatters it") == isProjected)
        }
    }
}
