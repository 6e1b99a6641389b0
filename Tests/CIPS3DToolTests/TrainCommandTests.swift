import Foundation
import SafeTensors
import Testing

@Suite("cips3d train")
struct TrainCommandTests {
    private let scene: TrainingScene

    init() throws { scene = try TrainingScene() }

    @Test("--kimg counts the whole run, --minutes this invocation, goals may be enormous")
    func goals() throws {
        let result = try scene.train(scene.beginning("--kimg", "0.012"))
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("done at 0.0 kimg after 3 steps"))
        #expect(scene.images == 12)
        #expect(try scene.train(scene.resuming("--kimg", "0.02")).status == 0)
        #expect(scene.images == 20)
        for _ in 0..<2 {
            let before = scene.images
            #expect(try scene.train(scene.resuming("--minutes", "0.003")).status == 0)
            #expect(scene.images > before)
        }
        for goal in [["--kimg", "1e300"], ["--minutes", "1e300"]] {
            let process = try TrainProcess(scene.resuming() + goal, in: scene)
            let before = scene.images
            process.wait { process.hasBegun }
            Thread.sleep(forTimeInterval: 0.3)
            process.send(SIGTERM)
            #expect(process.finish() == 0, "\(process.output)")
            #expect(scene.images >= before)
        }
    }

    @Test("--dry-run shows configuration and sizes, and writes nothing")
    func dryRun() throws {
        let result = try scene.train(scene.beginning("--dry-run"))
        #expect(result.status == 0)
        for words in ["\"batchSize\": 4", "photographs  6\n", "16x16  no end", "for snapshots\n"] {
            #expect(result.output.contains(words), "\(result.output)")
        }
        #expect(!scene.names(in: scene.url).contains("run"))
        let device = try scene.train(scene.beginning("--dry-run", "--device", "tpu"))
        #expect(device.status == 1)
    }

    @Test("--memory changes nothing where there is enough, and names what would be needed")
    func memory() throws {
        let plenty = try scene.train(scene.beginning("--kimg", "0.012", "--memory", "100G"))
        #expect(plenty.status == 0, "\(plenty.output)")
        let other = try TrainingScene()
        #expect(try other.train(other.beginning("--kimg", "0.012")).status == 0)
        #expect(try scene.newestContents() == other.newestContents())
        let little = try scene.train(scene.resuming("--kimg", "0.016", "--memory", "1M"))
        #expect(little.status == 1)
        #expect(little.output.contains("A step of stage 1 takes about"), "\(little.output)")
        #expect(scene.images == 12)
        #expect(try scene.train(scene.resuming("--memory", "lots")).status == 64)
    }

    @Test("each corrupt image is named once, smaller ones are mentioned once, below the first line")
    func warnings() throws {
        try Data("rubbish".utf8).write(to: scene.data.appendingPathComponent("bad.jpg"))
        for name in ["small-1.png", "small-2.png"] { try scene.addPhotograph(name, side: 9) }
        let result = try scene.train(
            scene.beginning("--kimg", "0.04", "--set", "training.cacheMegabytes=0"))
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n")
        #expect(lines.first?.contains(": 9 images found in ") == true, "\(result.output)")
        #expect(lines.filter { $0.contains("bad.jpg") }.count == 1)
        #expect(lines.filter { $0.contains("small-") }.count == 1)
        #expect(lines.filter { $0.contains("9x9 pixels and is enlarged to 16x16") }.count == 1)
    }

    @Test("the end of whoever reads the messages is not the end of the training")
    func closedPipe() throws {
        let result = try scene.train(
            scene.beginning("--kimg", "0.012"), shell: #""$0" "$@" 2>&1 | true"#)
        #expect(result.status == 0)
        #expect(scene.images == 12)
    }

    @Test("a snapshot that is cut short is passed over with a warning")
    func cutShort() throws {
        try scene.train(scene.beginning("--kimg", "0.012"))
        let newest = try #require(scene.snapshots.first)
        let whole = try Data(contentsOf: newest)
        try whole.dropLast(1).write(to: newest)
        let result = try scene.train(scene.resuming("--kimg", "0.016"))
        #expect(result.status == 0)
        #expect(result.output.contains("Warning: "))
        #expect(result.output.contains("000000.012.safetensors"))
        #expect(scene.images == 16)

        for url in scene.snapshots { try whole.prefix(99).write(to: url) }
        let refused = try scene.train(scene.resuming())
        #expect(refused.status == 1)
        #expect(refused.output.contains("Error: No snapshot of \(scene.run.path) can be read"))
    }

    @Test("a disk that takes no more ends the run with a sentence; the snapshot before resumes")
    func fullDisk() throws {
        try scene.train(scene.beginning("--kimg", "0.012"))
        let before = scene.names(in: scene.run.appendingPathComponent("snapshots"))
        let contents = try scene.newestContents()
        let size = try Data(contentsOf: #require(scene.snapshots.first)).count
        // In blocks of 512 bytes: pictures fit, a snapshot does not.
        let result = try scene.train(
            scene.resuming("--kimg", "0.02"),
            shell: #"ulimit -f \#(size * 3 / 4 / 512); exec "$0" "$@""#)
        #expect(result.status == 1, "\(result.output)")
        #expect(result.output.contains("could not be written (File too large)"))
        #expect(scene.names(in: scene.run.appendingPathComponent("snapshots")) == before)
        #expect(try scene.newestContents() == contents)
        #expect(scene.unfinished.isEmpty)
        #expect(try scene.train(scene.resuming("--kimg", "0.02")).status == 0)
        #expect(scene.images == 20)
    }

    @Test("a number that is not finite ends the run: step, term, and the snapshot stays")
    func notFinite() throws {
        try scene.train(scene.beginning("--kimg", "0.008"))
        let newest = try #require(scene.snapshots.first)
        let file = try SafeTensorsFile(contentsOf: newest)
        var writer = SafeTensorsWriter(metadata: file.metadata)
        for name in file.names {
            guard let entry = file.entries[name] else { continue }
            var data = try file.withUnsafeBytes(of: name) { Data($0) }
            // All bits set is a number that is none.
            if name.hasPrefix("generator/siren.") {
                data = Data(repeating: 0xFF, count: data.count)
            }
            writer.add(name, type: entry.type, shape: entry.shape) { write in
                try data.withUnsafeBytes { try write($0) }
            }
        }
        try writer.write(to: newest)
        let before = try Data(contentsOf: newest)
        let result = try scene.train(scene.resuming("--kimg", "1"))
        #expect(result.status == 1)
        #expect(
            result.output.contains(
                "Error: Training stopped at step 3: the discriminator loss is NaN; the last "
                    + "snapshot, \(newest.path), stays; "), "\(result.output)")
        #expect(try Data(contentsOf: newest) == before)
        #expect(scene.images == 8)
    }
}
