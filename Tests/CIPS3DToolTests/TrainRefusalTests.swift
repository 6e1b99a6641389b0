import CIPS3DModel
import Foundation
import ImageFiles
import RunSettings
import SafeTensors
import Testing

@Suite("cips3d train refuses")
struct TrainRefusalTests {
    private let scene: TrainingScene

    init() throws { scene = try TrainingScene() }

    /// Expects one sentence, an exit code, no crash and no folder.
    private func refuse(
        _ options: [String], status: Int32, saying words: String...,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        try expectRefusal(options, status, words, location)
        #expect(!scene.names(in: scene.url).contains("run"), sourceLocation: location)
    }

    /// Expects the same of a run that is there, and stays.
    private func refuseAgain(
        _ options: [String], status: Int32, saying words: String...,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let before = scene.names(in: scene.run)
        try expectRefusal(options, status, words, location)
        #expect(scene.names(in: scene.run) == before, sourceLocation: location)
    }

    private func expectRefusal(
        _ options: [String], _ status: Int32, _ words: [String], _ location: SourceLocation
    ) throws {
        let result = try scene.train(options)
        #expect(result.status == status, "\(result.output)", sourceLocation: location)
        for word in words {
            #expect(result.output.contains(word), "\(result.output)", sourceLocation: location)
        }
        let sentences = result.output.components(separatedBy: "Error: ").count - 1
        #expect(sentences == 1, "\(result.output)", sourceLocation: location)
        for trace in ["Fatal", "Stack", "Error Domain", "terminate called"] {
            #expect(!result.output.contains(trace), "\(result.output)", sourceLocation: location)
        }
    }

    @Test("a path that does not exist, a folder without image, a zip cut short, a text file")
    func data() throws {
        let begin = Array(scene.beginning().dropFirst(2))
        let empty = scene.url.appendingPathComponent("empty")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
        try refuse(
            ["--data", "/absent/photographs"] + begin, status: 1, saying: "/absent/photographs",
            "there is no such folder or file")
        try refuse(["--data", empty.path] + begin, status: 1, saying: "holds no image")
        let zip = scene.url.appendingPathComponent("cut.zip")
        try Data([0x50, 0x4B, 3, 4, 20, 0, 0, 0]).write(to: zip)
        try refuse(["--data", zip.path] + begin, status: 1, saying: "cut.zip", "zip archive")
    }

    @Test("photographs of which more than half are corrupt")
    func mostlyCorrupt() throws {
        for number in 0..<7 {
            try Data("rubbish".utf8).write(
                to: scene.data.appendingPathComponent("bad-\(number).jpg"))
        }
        try refuse(
            scene.beginning(), status: 1, saying: "bad-3.jpg", "7 of 13 images cannot be read")
    }

    @Test("unknown keys and wrong values, all at once")
    func configuration() throws {
        try refuse(
            scene.beginning(
                "--set", "training.batchsize=4", "--set", "training.imageSize=7", "--set",
                "camera.samplesPerRay=0", "--set", "optimizer.rate=3", "--set",
                "training.r1Weight=heavy"),
            status: 1, saying: "training.batchsize", "training.imageSize", "camera.samplesPerRay",
            "optimizer", "training.r1Weight")
    }

    @Test("a kind of discriminators that there is not is answered with those that there are")
    func kind() throws {
        try refuse(
            scene.beginning("--set", "discriminator.kind=foo"), status: 1,
            saying: #"`discriminator.kind` on the command line is "foo"; it has to be one of "#
                + #""styleGAN2", "projected"."#)
    }

    @Test("an output folder that cannot be made, and one that is a file")
    func output() throws {
        var options = scene.beginning()
        let place = try #require(options.firstIndex(of: scene.run.path))
        options[place] = "/proc/run"
        try refuse(options, status: 1, saying: "/proc/run cannot be written (")
        options[place] = scene.configuration.path
        try refuse(options, status: 1, saying: "is a file")
    }

    @Test("resuming where nothing is, and a device that is not there")
    func absent() throws {
        try refuse(scene.resuming(), status: 1, saying: "holds no run", "--data")
        try refuse(scene.beginning("--device", "tpu"), status: 1, saying: "cpu, cuda")
    }

    @Test(
        "wrong command lines, with 64",
        arguments: [
            ([], "--data is missing"),
            (["--data", "x"], "--out is missing"),
            (["--data", "", "--out", "run"], "--data is empty"),
            (["--data", "x", "--out", ""], "--out is empty"),
            (["--resume", ""], "--resume is empty"),
            (["--data", "x", "--out", "run", "--minutes", "1", "--kimg", "1"], "exclude"),
            (["--data", "x", "--out", "run", "--minutes", "0"], "--minutes has to be more than 0"),
            (["--data", "x", "--out", "run", "--kimg", "-1"], "kimg"),
            (["--data", "x", "--out", "run", "--minutes", "nan"], "--minutes has to be"),
            (["--data", "x", "--out", "run", "--threads", "0"], "--threads has to be"),
            (["--data", "x", "--out", "run", "--processes", "0"], "--processes has to be"),
            (["--data", "x", "--processes", "2", "--dry-run"], "--processes has no meaning"),
            (["--data", "x", "--out", "run", "--preset", "cats"], "preset"),
            (["--data", "x", "--out", "run", "--seed", "-4"], "seed"),
            (["--resume", "run", "--seed", "1"], "--seed cannot change"),
            (["--resume", "run", "--from", "other"], "--from cannot change"),
            (["--data", "x", "--out", "run", "--from", ""], "--from is empty"),
            (
                ["--data", "x", "--out", "run", "--accept-new-data"],
                "--accept-new-data has no meaning without --resume"
            ),
            (["--data", "x", "--out", "run", "--frobnicate"], "--frobnicate"),
        ])
    func commandLines(_ options: [String], _ words: String) throws {
        try refuse(options, status: 64, saying: words)
    }

    @Test("a setting that changes what a run computes, when it goes on; others are taken and kept")
    func resumedSettings() throws {
        #expect(try scene.train(scene.beginning("--kimg", "0.004")).status == 0)
        let resuming = ["--resume", scene.run.path, "--kimg", "0.008", "--threads", "1", "--set"]
        try refuseAgain(
            resuming + ["training.batchSize=2"], status: 1,
            saying: "`training.batchSize` cannot change while a run goes on", "snapshotMinutes")
        #expect(try scene.train(resuming + ["training.snapshotMinutes=7"]).status == 0)
        let kept = try Configuration(contentsOf: scene.run.appendingPathComponent("config.json"))
        #expect(kept.training.snapshotMinutes == 7)
    }

    @Test("photographs that are no longer where they were, until somebody says where they are")
    func movedPhotographs() throws {
        #expect(try scene.train(scene.beginning("--kimg", "0.004")).status == 0)
        let moved = scene.url.appendingPathComponent("moved")
        try FileManager.default.moveItem(at: scene.data, to: moved)
        let resuming = ["--resume", scene.run.path, "--kimg", "0.008", "--threads", "1"]
        try refuseAgain(resuming, status: 1, saying: "does not exist", "--data PATH")
        #expect(try scene.train(resuming + ["--data", moved.path]).status == 0)
    }

    @Test("excluded photographs are not seen, also by a run that goes on; excluding all is refused")
    func exclusion() throws {
        let list = scene.url.appendingPathComponent("list.txt")
        try Data("0.png\n3.png\nnever.png\n".utf8).write(to: list)
        let begun = try scene.train(
            scene.beginning("--kimg", "0.004", "--exclude", list.path))
        #expect(begun.output.contains(": 4 images found in"))
        // The run remembers, and the list may go.
        try FileManager.default.removeItem(at: list)
        let resuming = ["--resume", scene.run.path, "--kimg", "0.008", "--threads", "1"]
        #expect(try scene.train(resuming).output.contains(": 4 images found in"))
        try refuseAgain(
            resuming + ["--exclude", list.path], status: 1, saying: "cannot be read as text")
        try Data((0..<6).map { "\($0).png" }.joined(separator: "\n").utf8).write(to: list)
        try refuseAgain(
            resuming + ["--exclude", list.path], status: 1, saying: "all of its 6 images")
    }

    @Test("other photographs than the run's, unless they are accepted")
    func otherPhotographs() throws {
        #expect(try scene.train(scene.beginning("--kimg", "0.004")).status == 0)
        try scene.addPhotograph("new.png")
        let resuming = ["--resume", scene.run.path, "--kimg", "0.008", "--threads", "1"]
        let refused = try scene.train(resuming)
        #expect(refused.status == 1)
        #expect(refused.output.contains("go on with these by --accept-new-data"))
        #expect(scene.images == 4)
        #expect(try scene.train(resuming + ["--accept-new-data"]).status == 0)
        #expect(scene.images == 8)
    }

    @Test("a folder that holds another run, which stays as it was")
    func otherRun() throws {
        #expect(try scene.train(scene.beginning("--kimg", "0.004")).status == 0)
        let before = try scene.newestContents()
        let names = scene.names(in: scene.run)
        let result = try scene.train(scene.beginning("--kimg", "0.008", "--seed", "3"))
        #expect(result.status == 1)
        #expect(result.output.contains("\(scene.run.path) holds another run"))
        #expect(scene.names(in: scene.run) == names)
        #expect(try scene.newestContents() == before)
    }
}
