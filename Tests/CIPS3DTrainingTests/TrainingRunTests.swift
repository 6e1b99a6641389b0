import CIPS3DModel
import CIPS3DTraining
import Foundation
import ImageFiles
import ImageReading
import ParallelWork
import Testing

@Suite("A run of training")
struct TrainingRunTests {
    private let scene: RunScene

    init() throws { scene = try RunScene() }

    @Test("resuming equals the straight run bit for bit: weights, moments, draws, statistics")
    func resumeEquals() throws {
        _ = try scene.begin("straight", images: 200).run()
        let half = try scene.begin("resumed", images: 100).run()
        #expect(half.steps == 25 && half.images == 100)
        let whole = try scene.resume("resumed", images: 200).run()
        #expect(whole.steps == 50 && whole.images == 200)

        #expect(try scene.newest("straight") == scene.newest("resumed"))
        #expect(try scene.statistics("straight") == scene.statistics("resumed"))
        #expect(try scene.statistics("straight").map(\.step) == [25, 50])
        let fakes = scene.folder("straight").fakesURL(images: 200)
        #expect(
            try Data(contentsOf: fakes)
                == Data(contentsOf: scene.folder("resumed").fakesURL(images: 200)))
        let seeds = try scene.begin("other", images: 8).run()
        #expect(seeds.images == 8)
    }

    @Test("stopping after any step, and losing what came after a snapshot, change nothing")
    func anyStep() throws {
        _ = try scene.begin("straight", images: 80).run()
        let cancellation = Cancellation()
        scene.events.afterSteps(7) { cancellation.cancel() }
        let stopped = try scene.begin("resumed", images: 80).run(cancellation: cancellation)
        #expect(stopped.steps == 7)
        _ = try scene.resume("resumed", images: 60).run()
        // As if killed after the snapshot of step 7.
        try FileManager.default.removeItem(at: scene.folder("resumed").snapshotURL(images: 60))
        _ = try scene.resume("resumed", images: 80).run()
        #expect(try scene.newest("straight") == scene.newest("resumed"))
    }

    @Test("the folder holds what was promised, and no more")
    func contents() throws {
        var configuration = TinyTraining.configuration
        configuration.training.snapshotMinutes = 1e-9
        configuration.training.gridInterval = 0.012
        _ = try scene.begin("run", images: 24, configuration: configuration).run()
        let names = try scene.parent.names(in: "run").filter {
            $0 != "model" && !$0.hasPrefix("events.out.")
        }
        #expect(
            names == [
                "config.json", "fakes-000000.012.png", "fakes-000000.024.png", "reals.png",
                "run.json", "snapshots", "stats.jsonl",
            ])
        #expect(
            try scene.parent.names(in: "run/snapshots")
                == [16, 20, 24].map {
                    "000000.0\($0).safetensors"
                })
        let grid = try Image.decode(
            Data(contentsOf: scene.folder("run").fakesURL(images: 24)), name: "fakes")
        // Six heads and a row of auxiliary images, seven yaws.
        #expect(grid.height == grid.width)
        #expect(grid.width >= 7 * 16)
    }

    @Test("a snapshot that is cut short is passed over with a warning for the one before")
    func cutShort() throws {
        var configuration = TinyTraining.configuration
        configuration.training.snapshotMinutes = 1e-9
        _ = try scene.begin("straight", images: 40, configuration: configuration).run()
        _ = try scene.begin("run", images: 24, configuration: configuration).run()
        let newestURL = try #require(scene.folder("run").snapshots.first)
        let whole = try Data(contentsOf: newestURL)
        try whole.prefix(whole.count / 2).write(to: newestURL)
        let run = try scene.resume("run", images: 40)
        #expect(scene.events.skippedSnapshots.count == 1)
        #expect(scene.events.skippedSnapshots[0].contains(newestURL.lastPathComponent))
        _ = try run.run()
        #expect(try scene.newest("straight") == scene.newest("run"))
    }

    @Test("where no snapshot can be read, the run is refused; where none is, it starts over")
    func noSnapshot() throws {
        _ = try scene.begin("run", images: 8).run()
        let before = try scene.newest("run")
        for url in scene.folder("run").snapshots { try Data("broken".utf8).write(to: url) }
        let error = #expect(throws: RunFolderError.self) { _ = try scene.resume("run", images: 12) }
        #expect(error == .noValidSnapshot(scene.folder("run").url.path))
        for url in scene.folder("run").snapshots { try FileManager.default.removeItem(at: url) }
        #expect(try scene.resume("run", images: 8).run().steps == 2)
        #expect(try scene.newest("run") == before)
        #expect(scene.folder("run").snapshots.count == 1)
    }

    @Test(
        "a number that is not finite ends the run: step, term, and the snapshot stays",
        arguments: [true, false])
    func notFinite(sharesFakes: Bool) throws {
        var configuration = TinyTraining.configuration
        configuration.training.generatorLearningRate = 1e30
        // Images of its own for the discriminators' step are rendered by another path.
        configuration.training.sharesFakes = sharesFakes
        let run = try scene.begin("run", images: 400, configuration: configuration)
        let before = try scene.newest("run")
        let error = #expect(throws: TrainingStopped.self) { _ = try run.run() }
        #expect(error?.step == 2)
        let terms = ["discriminator loss", "R1 penalty"]
        #expect(terms.contains(error?.cause.term ?? ""))
        let text = try #require(error?.description)
        #expect(text.hasPrefix("Training stopped at step 2: the "))
        #expect(text.contains("000000.000.safetensors, stays; "))
        #expect(try scene.newest("run") == before)
        #expect(try scene.parent.names(in: "run/snapshots").count == 1)
    }

    @Test("photographs that vanish end the run with a snapshot of what was learned")
    func vanished() throws {
        var configuration = TinyTraining.configuration
        configuration.training.cacheMegabytes = 0
        let run = try scene.begin("run", images: 4_000, configuration: configuration)
        scene.events.afterSteps(4) { [data = scene.data] in
            try? FileManager.default.removeItem(at: data)
        }
        #expect(throws: PhotoSetError.self) { _ = try run.run() }
        #expect(scene.folder("run").snapshots.first != scene.folder("run").snapshotURL(images: 0))
        #expect(try scene.parent.names(in: "run/snapshots").count == 2)
    }

    @Test("data that moved are named once, and the run remembers")
    func moved() throws {
        _ = try scene.begin("run", images: 4).run()
        let other = scene.parent.file("moved")
        try FileManager.default.moveItem(at: scene.data, to: other)
        let gone = RunFolderError.photographsGone(
            scene.folder("run").url.path, data: scene.data.path)
        #expect(throws: gone) { _ = try scene.resume("run", images: 8) }
        var changes = RunChanges()
        changes.data = other.path
        _ = try TrainingRun.resume(in: scene.folder("run"), changing: changes) { _ in }
        #expect(try scene.resume("run", images: 8).run().images == 8)
    }

    @Test("one photograph, a batch larger than the set, and a zip are enough to train on")
    func smallSets() throws {
        let one = scene.parent.file("one.zip")
        try Photographs.zip(to: one, count: 1)
        let run = try TrainingRun.begin(
            TinyTraining.configuration, TinyTraining.description(one, images: 12),
            in: scene.folder("one"), report: { _ in })
        #expect(try run.run().steps == 3)
        #expect(FileManager.default.fileExists(atPath: scene.folder("one").realsURL.path))
    }

    @Test("a picture that cannot be written does not cost what was learned")
    func pictureInTheWay() throws {
        let run = try scene.begin("run", images: 12)
        try FileManager.default.createDirectory(
            at: scene.folder("run").fakesURL(images: 12), withIntermediateDirectories: false)
        #expect(throws: ImageError.self) { _ = try run.run() }
        #expect(
            scene.folder("run").snapshots.first?.path
                == scene.folder("run").snapshotURL(images: 12).path)
    }

    @Test("a folder in which somebody trains is refused until that ends")
    func inUse() throws {
        do {
            let run = try scene.begin("run", images: 4)
            #expect(throws: RunFolderError.inUse(scene.folder("run").url.path)) {
                _ = try scene.resume("run", images: 8)
            }
            _ = try run.run()
        }
        #expect(try scene.resume("run", images: 8).run().images == 8)
    }

    @Test("a run that is over lets its folder go, though a process that begins holds its files")
    func letsGo() throws {
        let folder = scene.folder("run").url.resolvingSymlinksInPath().path
        var copies: [Int32] = []
        defer { for copy in copies { close(copy) } }
        do {
            let run = try scene.begin("run", images: 4)
            // Between fork and exec a process has copies of all descriptors.
            for descriptor in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
                let link = "/proc/self/fd/\(descriptor)"
                let place = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
                if place == folder, let number = Int32(descriptor) { copies.append(dup(number)) }
            }
            _ = try run.run()
        }
        #expect(!copies.isEmpty)
        #expect(try scene.resume("run", images: 8).run().images == 8)
    }

    @Test("what a killed process left is cleared, and a missing picture made anew")
    func leftovers() throws {
        _ = try scene.begin("run", images: 4).run()
        try Data().write(to: scene.folder("run").url.appendingPathComponent(".1.part"))
        try FileManager.default.removeItem(at: scene.folder("run").realsURL)
        _ = try scene.resume("run", images: 4)
        let names = try scene.parent.names(in: "run")
        #expect(!names.contains(".1.part") && names.contains("reals.png"))
    }

    @Test("data that cannot be opened leave no folder behind")
    func nothingWritten() throws {
        try FileManager.default.removeItem(at: scene.data)
        #expect(throws: ImageError.self) { _ = try scene.begin("run", images: 4) }
        try Photographs.addRubbish(["a.png"], to: scene.parent.url)
        let description = TinyTraining.description(scene.parent.url, images: 4)
        #expect(throws: PhotoSetError.self) {
            _ = try TrainingRun.begin(
                TinyTraining.configuration, description, in: scene.folder("run"), report: { _ in })
        }
        #expect(try scene.parent.names() == ["a.png"])
    }
}
