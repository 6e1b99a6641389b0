import CIPS3DModel
import CIPS3DRenderer
import CIPS3DTraining
import Foundation
import GANMetrics
import HeadPictures
import ParallelWork
import RunSettings
import Synchronization
import Testing
import Torch

@Suite("Measurements of a run")
struct RunMeasurementTests {
    /// Mean colours of photographs; no numbers of anything else.
    private final class Overflowing: FeatureNetwork {
        let name = "overflowing"
        let digest = "0f"
        let featureCount = 3
        let largestSide: Int? = nil
        /// Photographs come first, in one batch.
        private let calls = Mutex(0)

        func features(of images: Tensor) -> Tensor {
            let isFirst = calls.withLock { calls in
                calls += 1
                return calls == 1
            }
            return images.mean(2, 3) * (isFirst ? 1 : .nan)
        }
    }

    /// Mean colours; somebody asks to stop when it sees the first image.
    private struct Interrupted: FeatureNetwork {
        let name = "interrupted"
        let digest = "1d"
        let featureCount = 3
        let largestSide: Int? = nil
        let cancellation: Cancellation

        func features(of images: Tensor) -> Tensor {
            cancellation.cancel()
            return images.mean(2, 3) / 255
        }
    }

    private let scene: RunScene

    init() throws { scene = try RunScene() }

    private var configuration: Configuration {
        var configuration = TinyTraining.configuration
        configuration.training.measureInterval = 0.1
        configuration.training.measureImages = 12
        return configuration
    }

    private var colours: RunNetworks { scene.measuringNetworks { Colours() } }

    private func run(
        _ name: String, images: Int, networks: RunNetworks,
        cancellation: Cancellation = Cancellation()
    ) throws -> RunFolder {
        _ = try scene.begin(name, images: images, configuration: configuration, networks: networks)
            .run(cancellation: cancellation)
        return scene.folder(name)
    }

    private func measures(_ folder: RunFolder) throws -> [(step: Int, measures: TrainingMeasures)] {
        try folder.statistics().compactMap { record in
            record.measures.map { (step: record.step, measures: $0) }
        }
    }

    @Test("they stand in the lines at the interval, and best/ holds the smallest distance")
    func intervals() throws {
        let folder = try run("run", images: 300, networks: colours)
        let lines = try measures(folder)
        #expect(lines.map(\.step) == [25, 50, 75])
        let distances = try lines.map { try #require($0.measures.distance) }
        let best = try #require(folder.best)
        #expect(best.measures.distance == distances.min())
        #expect(best.measures.distanceImages == 12 && best.measures.heads.heads == 16)
        #expect(lines.allSatisfy { $0.measures.network == "colours" })
        // Of 12 images and 10 photographs there are manifolds; heads are beside the photographs.
        #expect(lines.allSatisfy { $0.measures.precision != nil && $0.measures.recall != nil })
        #expect(lines.allSatisfy { ($0.measures.heads.relativeDiversity ?? 0) > 0 })
        // It is a model like any other.
        let renderer = try FusedEngine(contentsOf: folder.bestURL)
        #expect(renderer.configuration.imageSize == 16)
        let card = try String(
            contentsOf: ModelFolder(url: folder.bestURL).cardURL, encoding: .utf8)
        #expect(card.contains("Fréchet distance over colours"))
    }

    @Test("measuring changes nothing of the training, and is the same after resuming")
    func unchanged() throws {
        let measured = try run("measured", images: 200, networks: colours)
        let half = try run("half", images: 100, networks: colours)
        _ = try scene.resume("half", images: 200, networks: colours).run()
        var plain = configuration
        plain.training.measureInterval = 0
        _ = try scene.begin("silent", images: 200, configuration: plain, networks: colours)
            .run()
        let silent = scene.folder("silent")
        let weights = try [measured, half, silent].map {
            try Data(contentsOf: ModelFolder(url: $0.modelURL).weightsURL)
        }
        #expect(weights[0] == weights[1] && weights[0] == weights[2])
        let numbers = { (folder: RunFolder) in
            try measures(folder).map { ($0.measures.distance ?? -1) }
        }
        #expect(try numbers(measured) == numbers(half))
        #expect(try measures(silent).isEmpty && silent.best == nil)
    }

    @Test("without a network the run goes on, says so once, and looks at the heads all the same")
    func noNetwork() throws {
        let folder = try run("run", images: 200, networks: scene.networks)
        let lines = try measures(folder)
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.measures.distance == nil && $0.measures.heads.heads == 16 })
        #expect(lines.allSatisfy { $0.measures.recall == nil && $0.measures.network == nil })
        #expect(lines.allSatisfy { $0.measures.heads.relativeDiversity == nil })
        let warnings = scene.events.all.compactMap {
            if case .warned(let text) = $0, text.contains("no such host") { text } else { nil }
        }
        #expect(warnings.count == 1 && folder.best == nil)
    }

    @Test("a measurement that fails is told and left out, and training goes on")
    func failing() throws {
        let broken = scene.measuringNetworks { Overflowing() }
        let folder = try run("run", images: 200, networks: broken)
        #expect(try measures(folder).isEmpty && folder.best == nil)
        #expect(folder.snapshots.first?.lastPathComponent == "000000.200.safetensors")
        let warnings = scene.events.all.compactMap {
            if case .warned(let text) = $0 { text } else { nil }
        }
        #expect(warnings.count == 2)
        #expect(warnings.allSatisfy { $0.contains("A measurement failed") })
    }

    @Test("a measurement is given up when somebody asks to stop, and the run ends in order")
    func stopped() throws {
        let cancellation = Cancellation()
        let networks = scene.measuringNetworks { Interrupted(cancellation: cancellation) }
        let folder = try run("run", images: 400, networks: networks, cancellation: cancellation)
        #expect(cancellation.isCancelled)
        #expect(try measures(folder).isEmpty)
        #expect(folder.snapshots.first?.lastPathComponent == "000000.100.safetensors")
    }

    @Test(
        "a best model of other photographs or another network gives way, one of the same does not")
    func unlikeBest() throws {
        let folder = try run("run", images: 100, networks: colours)
        let file = folder.bestURL.appendingPathComponent("measures.json")
        for (digest, kimg) in [("another", 0.2), (Colours().digest, 0.2)] {
            var best = try #require(folder.best)
            (best.measures.networkDigest, best.measures.distance) = (digest, 0)
            try JSONEncoder().encode(best).write(to: file)
            let images = digest == "another" ? 200 : 300
            _ = try scene.resume("run", images: images, networks: colours).run()
            #expect(folder.best?.kimg == kimg)
        }
    }

    @Test("the best model comes back where a process was killed between two names")
    func killed() throws {
        let folder = try run("run", images: 100, networks: colours)
        let best = try #require(folder.best)
        try FileManager.default.moveItem(
            at: folder.bestURL, to: folder.url.appendingPathComponent(".best.old.part"))
        #expect(folder.best == nil)
        folder.removeUnfinishedFiles()
        #expect(folder.best == best)
    }

    @Test("warnings are told when they appear after the first measurement, and once")
    func history() {
        var history = HeadWarningHistory()
        #expect(history.newWarnings([.flat, .collapsed]).isEmpty)
        #expect(history.newWarnings([.flat]) == [.flat])
        #expect(history.newWarnings([.flat, .mirrorSymmetric]) == [.mirrorSymmetric])
        #expect(history.newWarnings([]).isEmpty)
        #expect(history.newWarnings([.flat]) == [.flat])
    }
}
