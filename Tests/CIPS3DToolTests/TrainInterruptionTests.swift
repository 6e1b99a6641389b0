import Foundation
import Testing

@Suite("cips3d train, interrupted")
struct TrainInterruptionTests {
    private let scene: TrainingScene

    init() throws { scene = try TrainingScene() }

    private func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: scene.run.appendingPathComponent(name).path)
    }

    @Test(
        "Ctrl-C and SIGTERM finish the step, write a snapshot and exit 0",
        arguments: [SIGINT, SIGTERM])
    func signals(_ signal: Int32) throws {
        let process = try TrainProcess(scene.beginning(), in: scene)
        process.wait { exists("stats.jsonl") }
        process.send(signal)
        #expect(process.finish() == 0, "\(process.output)")
        #expect(process.output.contains("stopped at "))
        #expect(scene.images >= 100)
        #expect(scene.unfinished.isEmpty)
        let goal = Double(scene.images + 8) / 1_000
        #expect(try scene.train(scene.resuming("--kimg", "\(goal)")).status == 0)
        #expect(Double(scene.images) / 1_000 == goal)
    }

    @Test("a signal before the first step ends with exit 0 as well")
    func earlySignal() throws {
        let process = try TrainProcess(scene.beginning(), in: scene)
        process.wait { exists("run.json") }
        process.send(SIGINT)
        #expect(process.finish() == 0, "\(process.output)")
        #expect(scene.images >= 0)
    }

    @Test("kill -9 at any moment: --resume works, and ends where a straight run ends")
    func killed() throws {
        // A snapshot after every step, so that most kills hit a file being written.
        let options = scene.beginning(
            "--kimg", "0.4", "--set", "training.snapshotMinutes=1e-9", "--seed", "11")
        let first = try TrainProcess(options, in: scene)
        first.wait { exists("config.json") }
        first.send(SIGKILL)
        #expect(first.finish() == -SIGKILL)
        for delay in [0, 0.013, 0.037, 0.11, 0.23] {
            let process = try TrainProcess(scene.resuming(), in: scene)
            process.wait { process.hasBegun }
            Thread.sleep(forTimeInterval: delay)
            process.send(SIGKILL)
            let status = process.finish()
            #expect(status == -SIGKILL || status == 0, "\(process.output)")
        }
        let result = try scene.train(scene.resuming())
        #expect(result.status == 0, "\(result.output)")
        #expect(scene.images == 400)
        #expect(scene.unfinished.isEmpty)
        #expect(scene.snapshots.count == 3)

        let straight = try TrainingScene()
        try straight.train(straight.beginning("--kimg", "0.4", "--seed", "11"))
        #expect(try scene.newestContents() == straight.newestContents())
    }

    @Test("killed before there is a run, the same command begins it")
    func killedAtOnce() throws {
        for delay in [0.005, 0.05, 0.15] {
            let process = try TrainProcess(scene.beginning("--kimg", "0.004"), in: scene)
            Thread.sleep(forTimeInterval: delay)
            process.send(SIGKILL)
            _ = process.finish()
            let options =
                exists("config.json")
                ? scene.resuming("--kimg", "0.004") : scene.beginning("--kimg", "0.004")
            let result = try scene.train(options)
            #expect(result.status == 0, "\(result.output)")
            #expect(scene.images == 4)
            try FileManager.default.removeItem(at: scene.run)
        }
    }
}
