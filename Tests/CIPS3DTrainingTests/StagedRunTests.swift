import CIPS3DModel
import CIPS3DTraining
import Foundation
import GANMetrics
import ImageFiles
import ImageReading
import RunSettings
import SafeTensors
import Testing

/// Runs that move from stage to stage by themselves.
@Suite("A run in stages")
struct StagedRunTests {
    private let scene: RunScene

    init() throws { scene = try RunScene() }

    /// Three stages of 36, 40 and 24 images: a size more, other batches and judges, a frozen field;
    /// augmentation that adapts itself from the second on.
    private static var configuration: Configuration {
        var run = TinyTraining.configuration
        run.discriminator.mainChannels = [8, 8, 8, 8]
        run.discriminator.auxiliaryChannels = [4, 4, 4, 4]
        run.training.stages = [
            TrainingStage(kimg: 0.036, over: run) {
                $0.training.imageSize = 16
                $0.training.blur = 1
                $0.training.blurSteps = 6
                // They are soon sure of photographs.
                $0.training.discriminatorLearningRate = 0.005
                $0.training.augmentation = [.color]
                $0.training.augmentationTarget = 0.01
                $0.training.augmentationKimg = 0.064
            },
            TrainingStage(kimg: 0.040, over: run) {
                $0.training.imageSize = 32
                $0.training.batchSize = 8
                $0.training.fadeInSteps = 3
                $0.training.augmentation = [.color, .translation, .cutout]
                $0.training.augmentationTarget = 0.1
                // An adjustment, after four steps, is a half or the whole way.
                $0.training.augmentationKimg = 0.064
            },
            TrainingStage(kimg: 0.024, over: run) {
                $0.training.imageSize = 32
                $0.training.frozen = [.nerf, .shapeMapping, .auxiliary]
                $0.discriminator.usesAuxiliary = false
            },
        ]
        return run
    }

    private func begin(_ name: String, images: Int, threads: Int = 1) throws -> TrainingRun {
        try scene.begin(
            name, images: images, configuration: Self.configuration, threads: threads)
    }

    @Test(
        "stopping anywhere, at a change of stage and at a change of augmentation too, changes no bit",
        arguments: [1, 2])
    func exact(threads: Int) throws {
        _ = try begin("straight", images: 100, threads: threads).run()
        _ = try begin("stopped", images: 20, threads: threads).run()
        // At the end of the first stage, one step into the second, between and at two adjustments of
        // the augmentation, at the end of the second, and in the third.
        for images in [36, 44, 60, 68, 76, 80, 100] {
            _ = try scene.resume("stopped", images: images, threads: threads).run()
        }
        #expect(try scene.newest("straight") == scene.newest("stopped"))
        let (straight, stopped) = (scene.folder("straight"), scene.folder("stopped"))
        let progress = { (folder: RunFolder) in
            try folder.newestSnapshot().metadata["progress"]?.replacing(
                /"seconds":[^,}]*/, with: "")
        }
        #expect(try progress(straight) == progress(stopped))
        let logits = try scene.statistics("straight").map(\.realLogit)
        #expect(try progress(straight)?.contains(#""probability":0"#) == false, "\(logits)")
        #expect(
            try Data(contentsOf: straight.fakesURL(images: 100))
                == Data(contentsOf: stopped.fakesURL(images: 100)))
        #expect(try Data(contentsOf: straight.realsURL) == Data(contentsOf: stopped.realsURL))
    }

    @Test("each stage has its size, its batch and its own beginning of the schedule")
    func stages() throws {
        let end = try begin("run", images: 100).run()
        // 9 steps of 4 images, 5 of 8, 6 of 4.
        #expect(end.steps == 20 && end.images == 100 && end.stage == 2)
        let lines = try scene.statistics("run")
        #expect(lines.map(\.stage) == [1, 2, 3])
        #expect(lines.map(\.imageSize) == [16, 32, 32])
        #expect(lines.map(\.kimg) == [0.036, 0.076, 0.1])
        // Of the last step of each stage: 4 of 3 steps have faded in.
        #expect(lines.map(\.fade) == [1, 1, 1])
        #expect(lines.map { $0.augmentation == nil } == [false, false, true])
        let told = scene.events.all.compactMap { event -> Int? in
            if case .stage(let stage, 3) = event { stage.index } else { nil }
        }
        #expect(told == [0, 1, 2])
        let folder = scene.folder("run")
        let reals = try Image.decode(Data(contentsOf: folder.realsURL), name: "reals.png")
        #expect(reals.height == 6 * 32)
        #expect(
            try ModelConfiguration(contentsOf: folder.modelURL.appending(path: "config.json"))
                .imageSize == 32)
        #expect(
            folder.snapshots.map(\.lastPathComponent)
                == ["000000.100.safetensors", "000000.076.safetensors", "000000.036.safetensors"])
        for images in [36, 76, 100] {
            #expect(FileManager.default.fileExists(atPath: folder.fakesURL(images: images).path))
        }
    }

    @Test("what a stage freezes stays as the average was when it began")
    func frozen() throws {
        _ = try begin("run", images: 100).run()
        let folder = scene.folder("run")
        let contents = { (images: Int) in
            try SafeTensorsFile(contentsOf: folder.snapshotURL(images: images)).contents()
        }
        let (before, after) = try (contents(76), contents(100))
        let frozen = before.keys.filter {
            $0.hasPrefix("average/siren.") || $0.hasPrefix("average/mapping_network_nerf.")
        }
        #expect(!frozen.isEmpty)
        for name in frozen {
            #expect(before[name] == after[name], "\(name)")
            #expect(
                before[name] == after[name.replacing("average/", with: "generator/")], "\(name)")
        }
        #expect(before.keys.contains { $0.hasPrefix("discriminator/aux_disc") })
        #expect(!after.keys.contains { $0.hasPrefix("discriminator/aux_disc") })
    }

    @Test("the last stage goes on to a goal behind its end, and is the goal where there is none")
    func goals() throws {
        let end = try begin("further", images: 112).run()
        #expect(end.images == 112 && end.stage == 2)
        var description = TinyTraining.description(scene.data, images: 1)
        description.goal = .open
        let run = try TrainingRun.begin(
            Self.configuration, description, in: scene.folder("open"), networks: scene.networks
        ) { _ in }
        #expect(try run.run().images == 100)
    }

    @Test(
        "photographs that come, go or change during a run do not end it at a change of stage, and are told"
    )
    func photographsChange() throws {
        let run = try begin("run", images: 100)
        let names = try FileManager.default.contentsOfDirectory(atPath: scene.data.path).sorted()
        try FileManager.default.removeItem(at: scene.data.appendingPathComponent(names[0]))
        try Data("rubbish".utf8).write(to: scene.data.appendingPathComponent(names[1]))
        try Photographs.fill(scene.data.appending(path: "new"), count: 3)
        #expect(try run.run().images == 100)
        let told = scene.events.all.filter {
            if case .warned(let sentence) = $0 {
                sentence.contains("has changed since")
            } else {
                false
            }
        }
        #expect(told.count == 2, "one for each of two changes of stage")
    }

    @Test("where most photographs are gone by a change of stage, the run ends behind a snapshot")
    func photographsGo() throws {
        let run = try begin("run", images: 100)
        for name in try FileManager.default.contentsOfDirectory(atPath: scene.data.path).dropLast()
        {
            try FileManager.default.removeItem(at: scene.data.appendingPathComponent(name))
        }
        #expect(throws: PhotoSetError.self) { _ = try run.run() }
        #expect(scene.folder("run").snapshots.first == scene.folder("run").snapshotURL(images: 36))
    }

    @Test("the best model of a size is kept beside that of the next")
    func best() throws {
        var configuration = Self.configuration
        configuration.training.measureInterval = 0.016
        configuration.training.measureImages = 6
        for index in configuration.training.stages.indices {
            configuration.training.stages[index].kimg = 0.2
        }
        let networks = scene.measuringNetworks { Colours() }
        _ = try scene.begin(
            "run", images: 600, configuration: configuration, networks: networks
        ).run()
        let folder = scene.folder("run")
        let size = { (url: URL) in
            try ModelConfiguration(contentsOf: url.appending(path: "config.json")).imageSize
        }
        #expect(try size(folder.bestURL(size: 16)) == 16)
        #expect(try size(folder.bestURL) == 32)
        #expect(folder.best?.measures.imageSize == 32)
        // From the second stage to the third the size stays.
        #expect(!FileManager.default.fileExists(atPath: folder.bestURL(size: 32).path))
    }

    @Test("what begins with a run begins with the size that it has come to")
    func start() throws {
        _ = try begin("run", images: 8).run()
        let run = scene.folder("run")
        #expect(try TrainingStart(contentsOf: run.url).configuration.imageSize == 16)
        _ = try scene.resume("run", images: 44).run()
        #expect(try TrainingStart(contentsOf: run.url).configuration.imageSize == 32)
        let next = try scene.begin(
            "next", images: 8, configuration: Self.configuration, from: run.url)
        #expect(try next.run().images == 8)
    }

    @Test("a change of size that is made again does not put what was kept since in its place")
    func bestAgain() throws {
        var configuration = Self.configuration
        configuration.training.measureInterval = 0.016
        configuration.training.measureImages = 6
        configuration.training.stages.removeLast()
        for index in configuration.training.stages.indices {
            configuration.training.stages[index].kimg = 0.2
        }
        let networks = scene.measuringNetworks { Colours() }
        _ = try scene.begin(
            "run", images: 400, configuration: configuration, networks: networks
        ).run()
        let folder = scene.folder("run")
        let kept = folder.bestURL(size: 16).appending(path: "measures.json")
        let before = try Data(contentsOf: kept)
        #expect(folder.best?.measures.imageSize == 32)
        // As if killed before the first snapshot of the second stage.
        try FileManager.default.removeItem(at: folder.snapshotURL(images: 400))
        _ = try scene.resume("run", images: 208, networks: networks).run()
        #expect(try Data(contentsOf: kept) == before)
        #expect(folder.best?.measures.imageSize == 32)
    }

    @Test("a snapshot of a stage that the settings do not have is passed over")
    func missingStage() throws {
        _ = try begin("run", images: 44).run()
        var configuration = Self.configuration
        configuration.training.stages.removeLast(2)
        try configuration.encodedJSON().write(to: scene.folder("run").configurationURL)
        let run = try scene.resume("run", images: 48)
        #expect(scene.events.skippedSnapshots.count == 1)
        #expect(try run.run().images == 48)
    }
}
