import CIPS3DModel
import CIPS3DTraining
import Foundation
import ImageFiles
import SafeTensors
import Testing
import Torch

@Suite("A run of training")
struct TrainingRunTests {
    private let parent: TemporaryFolder
    private let data: URL
    private let events = Events()

    init() throws {
        parent = try TemporaryFolder()
        data = parent.file("data")
        try Photographs.fill(data, count: 10)
        TorchRuntime.threadCount = 1
    }

    private func folder(_ name: String) -> RunFolder { RunFolder(url: parent.file(name)) }

    private func begin(
        _ name: String, images: Int, configuration: Configuration = TinyTraining.configuration
    ) throws -> TrainingRun {
        try .begin(
            configuration, TinyTraining.description(data, images: images), in: folder(name)
        ) { [events] in events.add($0) }
    }

    private func resume(_ name: String, images: Int) throws -> TrainingRun {
        try .resume(in: folder(name)) {
            $0.goal = .kimg(Double(images) / 1_000)
        } report: { [events] in
            events.add($0)
        }
    }

    private func newest(_ name: String) throws -> [String: Data] {
        let url = try #require(folder(name).snapshots.first)
        return try SafeTensorsFile(contentsOf: url).contents()
    }

    /// The lines of statistics without what depends on the clock and the machine.
    private func statistics(_ name: String) throws -> [StatisticsRecord] {
        try String(contentsOf: folder(name).statisticsURL, encoding: .utf8)
            .split(separator: "\n").map { line in
                var record = try JSONDecoder().decode(
                    StatisticsRecord.self, from: Data(line.utf8))
                (record.seconds, record.imagesPerSecond, record.memoryMegabytes) = (0, 0, 0)
                return record
            }
    }

    @Test("resuming equals the straight run bit for bit: weights, moments, draws, statistics")
    func resumeEquals() throws {
        _ = try begin("straight", images: 200).run { false }
        let half = try begin("resumed", images: 100).run { false }
        #expect(half.steps == 25 && half.images == 100)
        let whole = try resume("resumed", images: 200).run { false }
        #expect(whole.steps == 50 && whole.images == 200)

        #expect(try newest("straight") == newest("resumed"))
        #expect(try statistics("straight") == statistics("resumed"))
        #expect(try statistics("straight").map(\.step) == [25, 50])
        let fakes = folder("straight").fakesURL(images: 200)
        #expect(
            try Data(contentsOf: fakes) == Data(contentsOf: folder("resumed").fakesURL(images: 200))
        )
        let seeds = try begin("other", images: 8).run { false }
        #expect(seeds.images == 8)
    }

    @Test("stopping after any step, and losing what came after a snapshot, change nothing")
    func anyStep() throws {
        _ = try begin("straight", images: 80).run { false }
        var steps = 0
        let stopped = try begin("resumed", images: 80).run {
            steps += 1
            return steps > 7
        }
        #expect(stopped.steps == 7)
        _ = try resume("resumed", images: 60).run { false }
        // As if killed after the snapshot of step 7.
        try FileManager.default.removeItem(at: folder("resumed").snapshotURL(images: 60))
        _ = try resume("resumed", images: 80).run { false }
        #expect(try newest("straight") == newest("resumed"))
    }

    @Test("the folder holds what was promised, and no more")
    func contents() throws {
        var configuration = TinyTraining.configuration
        configuration.training.snapshotMinutes = 1e-9
        configuration.training.gridInterval = 0.012
        _ = try begin("run", images: 24, configuration: configuration).run { false }
        let names = try parent.names(in: "run").filter { $0 != "model" }
        #expect(
            names == [
                "config.json", "fakes-000000.012.png", "fakes-000000.024.png", "reals.png",
                "run.json", "snapshots", "stats.jsonl",
            ])
        #expect(
            try parent.names(in: "run/snapshots")
                == [16, 20, 24].map {
                    "000000.0\($0).safetensors"
                })
        let grid = try Image.decode(
            Data(contentsOf: folder("run").fakesURL(images: 24)), name: "fakes")
        // Six heads and a row of auxiliary images, seven yaws.
        #expect(grid.height == grid.width)
        #expect(grid.width >= 7 * 16)
    }

    @Test("a snapshot that is cut short is passed over with a warning for the one before")
    func cutShort() throws {
        var configuration = TinyTraining.configuration
        configuration.training.snapshotMinutes = 1e-9
        _ = try begin("straight", images: 40, configuration: configuration).run { false }
        _ = try begin("run", images: 24, configuration: configuration).run { false }
        let newestURL = try #require(folder("run").snapshots.first)
        let whole = try Data(contentsOf: newestURL)
        try whole.prefix(whole.count / 2).write(to: newestURL)
        let run = try resume("run", images: 40)
        #expect(events.skippedSnapshots.count == 1)
        #expect(events.skippedSnapshots[0].contains(newestURL.lastPathComponent))
        _ = try run.run { false }
        #expect(try newest("straight") == newest("run"))
    }

    @Test("where no snapshot can be read, the run is refused; where none is, it starts over")
    func noSnapshot() throws {
        _ = try begin("run", images: 8).run { false }
        let before = try newest("run")
        for url in folder("run").snapshots { try Data("broken".utf8).write(to: url) }
        let error = #expect(throws: RunFolderError.self) { _ = try resume("run", images: 12) }
        #expect(error == .noValidSnapshot(folder("run").url.path))
        for url in folder("run").snapshots { try FileManager.default.removeItem(at: url) }
        #expect(try resume("run", images: 8).run { false }.steps == 2)
        #expect(try newest("run") == before)
        #expect(folder("run").snapshots.count == 1)
    }

    @Test("a number that is not finite ends the run: step, term, and the snapshot stays")
    func notFinite() throws {
        var configuration = TinyTraining.configuration
        configuration.training.generatorLearningRate = 1e30
        let run = try begin("run", images: 400, configuration: configuration)
        let before = try newest("run")
        let error = #expect(throws: TrainingStopped.self) { _ = try run.run { false } }
        #expect(error?.step == 2)
        let terms = ["discriminator loss", "R1 penalty"]
        #expect(terms.contains(error?.cause.term ?? ""))
        let text = try #require(error?.description)
        #expect(text.hasPrefix("training stopped at step 2: the "))
        #expect(text.contains("000000.000.safetensors, stays; "))
        #expect(try newest("run") == before)
        #expect(try parent.names(in: "run/snapshots").count == 1)
    }

    @Test("photographs that vanish end the run with a snapshot of what was learned")
    func vanished() throws {
        var configuration = TinyTraining.configuration
        configuration.training.cacheMegabytes = 0
        let run = try begin("run", images: 4_000, configuration: configuration)
        var steps = 0
        #expect(throws: PhotoSetError.self) {
            _ = try run.run {
                steps += 1
                if steps == 5 { try? FileManager.default.removeItem(at: data) }
                return false
            }
        }
        #expect(folder("run").snapshots.first != folder("run").snapshotURL(images: 0))
        #expect(try parent.names(in: "run/snapshots").count == 2)
    }

    @Test("data that moved are named once, and the run remembers")
    func moved() throws {
        _ = try begin("run", images: 4).run { false }
        let other = parent.file("moved")
        try FileManager.default.moveItem(at: data, to: other)
        #expect(throws: ImageError.self) { _ = try resume("run", images: 8) }
        _ = try TrainingRun.resume(in: folder("run")) {
            $0.data = other.path
        } report: { _ in
        }
        #expect(try resume("run", images: 8).run { false }.images == 8)
    }

    @Test("one photograph, a batch larger than the set, and a zip are enough to train on")
    func smallSets() throws {
        let one = parent.file("one.zip")
        try Photographs.zip(to: one, count: 1)
        let run = try TrainingRun.begin(
            TinyTraining.configuration, TinyTraining.description(one, images: 12),
            in: folder("one"), report: { _ in })
        #expect(try run.run { false }.steps == 3)
        #expect(FileManager.default.fileExists(atPath: folder("one").realsURL.path))
    }

    @Test("a picture that cannot be written does not cost what was learned")
    func pictureInTheWay() throws {
        let run = try begin("run", images: 12)
        try FileManager.default.createDirectory(
            at: folder("run").fakesURL(images: 12), withIntermediateDirectories: false)
        #expect(throws: ImageError.self) { _ = try run.run { false } }
        #expect(folder("run").snapshots.first?.path == folder("run").snapshotURL(images: 12).path)
    }

    @Test("a folder in which somebody trains is refused until that ends")
    func inUse() throws {
        do {
            let run = try begin("run", images: 4)
            #expect(throws: RunFolderError.inUse(folder("run").url.path)) {
                _ = try resume("run", images: 8)
            }
            _ = try run.run { false }
        }
        #expect(try resume("run", images: 8).run { false }.images == 8)
    }

    @Test("what a killed process left is cleared, and a missing picture made anew")
    func leftovers() throws {
        _ = try begin("run", images: 4).run { false }
        try Data().write(to: folder("run").url.appendingPathComponent(".1.part"))
        try FileManager.default.removeItem(at: folder("run").realsURL)
        _ = try resume("run", images: 4)
        let names = try parent.names(in: "run")
        #expect(!names.contains(".1.part") && names.contains("reals.png"))
    }

    @Test("data that cannot be opened leave no folder behind")
    func nothingWritten() throws {
        try FileManager.default.removeItem(at: data)
        #expect(throws: ImageError.self) { _ = try begin("run", images: 4) }
        try Photographs.addRubbish(["a.png"], to: parent.url)
        let description = TinyTraining.description(parent.url, images: 4)
        #expect(throws: PhotoSetError.self) {
            _ = try TrainingRun.begin(
                TinyTraining.configuration, description, in: folder("run"), report: { _ in })
        }
        #expect(try parent.names() == ["a.png"])
    }
}
