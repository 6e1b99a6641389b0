import Foundation
import SafeTensors
import Testing
import Torch

/// Several processes that train one model.
@Suite("cips3d train with several processes")
struct TrainPeersTests {
    private let scene: TrainingScene

    init() throws { scene = try TrainingScene() }

    /// Options of a run whose two images at a time are one group.
    private func options(_ further: String...) -> [String] {
        scene.beginning("--set", "discriminator.deviationGroup=2") + further
    }

    @Test("two processes with half a batch each learn what one learns with the whole")
    func equal() throws {
        let single = try TrainingScene()
        let steps = ["--kimg", "0.04", "--set", "discriminator.deviationGroup=2"]
        #expect(try single.train(single.beginning() + steps).status == 0)
        let result = try scene.train(scene.beginning("--processes", "2") + steps)
        #expect(result.status == 0, "\(result.output)")
        let (one, two) = try (single.newest(), scene.newest())
        #expect(one.metadata["progress"]?.contains(#""steps":10"#) == true)
        #expect(one.names == two.names)
        for name in one.names where name.hasPrefix("average/") {
            let (a, b) = try (one.floats(name), two.floats(name))
            let norm = { (x: [Float]) in x.map { Double($0 * $0) }.reduce(0, +).squareRoot() }
            // Ten steps of Adam at 2e-4, and sums of single precision in another order.
            #expect(norm(zip(a, b).map { $0 - $1 }) <= 1e-5 * max(1, norm(a)), "\(name)")
        }
    }

    @Test("a run of one process goes on with two, and back")
    func resumed() throws {
        #expect(try scene.train(options("--kimg", "0.008")).status == 0)
        let both = try scene.train(scene.resuming("--kimg", "0.016", "--processes", "2"))
        #expect(both.status == 0, "\(both.output)")
        #expect(scene.images == 16)
        #expect(try scene.train(scene.resuming("--kimg", "0.02")).status == 0)
        #expect(scene.images == 20)
    }

    @Test(
        "a process that is killed ends the others soon, in a sentence, and the run can be resumed")
    func killed() throws {
        let process = try TrainProcess(options("--processes", "2"), in: scene)
        process.wait { !scene.snapshots.isEmpty && process.hasBegun }
        Thread.sleep(forTimeInterval: 0.5)
        let child = try #require(process.children.first)
        kill(child, SIGKILL)
        let before = ContinuousClock.now
        #expect(process.finish() == 1, "\(process.output)")
        #expect(ContinuousClock.now - before < .seconds(30))
        #expect(process.output.contains("lost rank 1"), "\(process.output)")
        #expect(process.output.contains("by --resume"))
        #expect(try scene.train(scene.resuming("--kimg", "0.004")).status == 0)
    }

    @Test("Ctrl-C ends all processes after a step with a snapshot")
    func interrupted() throws {
        let process = try TrainProcess(options("--processes", "2"), in: scene)
        process.wait { process.hasBegun }
        Thread.sleep(forTimeInterval: 0.5)
        let children = process.children
        #expect(children.count == 1)
        process.send(SIGINT)
        #expect(process.finish() == 0, "\(process.output)")
        #expect(process.output.contains("stopped at"))
        #expect(scene.images > 0)
        // The parent has waited for it: nothing is there to be signalled.
        #expect(children.allSatisfy { kill($0, 0) != 0 })
    }

    @Test("a process with other settings is refused by all, and so are too many")
    func refused() async throws {
        let port = try Rendezvous.freePort()
        let options = options()
        @Sendable func start(_ rank: Int, _ further: [String]) async throws -> Tool.Result {
            try await Tool.run(
                ["train"] + options + further,
                environment: [
                    "RANK": "\(rank)", "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1",
                    "MASTER_PORT": "\(port)",
                ])
        }
        async let first = start(0, [])
        async let second = start(1, ["--set", "training.generatorLearningRate=1e-3"])
        for result in try await [first, second] {
            #expect(result.status == 1)
            #expect(
                result.complaints.first?.contains("Rank 1 would train with other settings") == true,
                "\(result.errors)")
        }
        #expect(scene.snapshots.isEmpty)
        let many = try scene.train(self.options("--processes", "3"))
        #expect(many.status == 1)
        #expect(many.output.contains("3 processes cannot share a batch of 4"), "\(many.output)")
        try await Tool.refuse(
            ["train"] + self.options("--processes", "2"), status: 1,
            saying: "leave out one of both",
            environment: [
                "RANK": "0", "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "1234",
            ])
        try await Tool.refuse(
            ["train"] + options, status: 1, saying: "lacks WORLD_SIZE", environment: ["RANK": "0"]
        )
    }
}

extension TrainingScene {
    /// The newest snapshot.
    fileprivate func newest() throws -> SafeTensorsFile {
        try SafeTensorsFile(contentsOf: #require(snapshots.first))
    }
}

extension TrainProcess {
    /// Processes that it has started.
    fileprivate var children: [pid_t] {
        // Each by the thread that started it.
        let tasks = URL(fileURLWithPath: "/proc/\(identifier)/task")
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks.path)) ?? []
        return threads.flatMap { thread in
            let list = tasks.appendingPathComponent("\(thread)/children")
            let text = (try? String(contentsOf: list, encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { pid_t($0) }
        }
    }
}
