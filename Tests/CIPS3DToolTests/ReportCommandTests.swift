import Foundation
import Testing

@Suite("cips3d report")
struct ReportCommandTests {
    private let scene: TrainingScene

    init() throws { scene = try TrainingScene() }

    private var statistics: URL { scene.run.appendingPathComponent("stats.jsonl") }

    /// A run of three steps.
    private func train() throws {
        let options = scene.beginning("--kimg", "0.012", "--set", "training.r1Weight=5")
        #expect(try scene.train(options).status == 0)
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test("a run's page lies in its folder, its path is printed, and the run goes on as before")
    func single() async throws {
        try train()
        let before = scene.names(in: scene.run)
        let page = scene.run.appendingPathComponent("report.html").path
        let result = try await Tool.succeed(["report", scene.run.path])
        #expect(result.output == page + "\n")
        #expect(result.errors.isEmpty)
        #expect(scene.names(in: scene.run) == (before + ["report.html"]).sorted())
        let html = try text(page)
        for words in [
            "<title>Training run run</title>", "0.012 kimg of data in 3 steps", "<svg viewBox",
            "training.batchSize", "The nearest preset is faces-32",
        ] {
            #expect(html.contains(words), "\(words)")
        }
        // Photographs and the grid at the end.
        #expect(html.components(separatedBy: "src=\"data:image/png;base64,").count == 3)
        #expect(try scene.train(scene.resuming("--kimg", "0.016")).status == 0)
        #expect(try text(page) == html)
    }

    @Test("several runs need a place for their page, which then compares them")
    func several() async throws {
        try train()
        let other = scene.url.appendingPathComponent("other")
        try FileManager.default.copyItem(at: scene.run, to: other)
        let config = other.appendingPathComponent("config.json")
        try Data(text(config.path).replacing("\"r1Weight\": 5", with: "\"r1Weight\": 2").utf8)
            .write(to: config)
        let runs = [scene.run.path, other.path]
        try await Tool.refuse(["report"] + runs, status: 64, saying: "--out is missing")
        let page = scene.url.appendingPathComponent("page.html").path
        let result = try await Tool.succeed(["report"] + runs + ["--out", page])
        #expect(result.output == page + "\n")
        #expect(
            try text(page).contains("<code>training.r1Weight</code></th><td>5</td><td>2</td>"))
        #expect(!scene.names(in: scene.run).contains("report.html"))
    }

    @Test("a run that is training can be read")
    func training() async throws {
        let process = try TrainProcess(scene.beginning("--kimg", "1e6"), in: scene)
        process.wait { FileManager.default.fileExists(atPath: statistics.path) }
        process.wait { (try? Data(contentsOf: statistics))?.contains(UInt8(ascii: "\n")) == true }
        try await Tool.succeed(["report", scene.run.path])
        process.send(SIGTERM)
        #expect(process.finish() == 0, "\(process.output)")
    }

    @Test("a last line that is being written is nothing to mention, another broken line is")
    func brokenLines() async throws {
        try train()
        let page = scene.url.appendingPathComponent("page.html").path
        let whole = try Data(contentsOf: statistics)
        try (whole + whole.prefix(20)).write(to: statistics)
        try await Tool.succeed(["report", scene.run.path, "--out", page])
        #expect(try !text(page).contains("cannot be read"))
        try (whole.prefix(20) + Data("\n".utf8) + whole).write(to: statistics)
        try await Tool.succeed(["report", scene.run.path, "--out", page])
        #expect(try text(page).contains("1 line of stats.jsonl cannot be read"))
    }

    @Test("what is no run, or no place for a page, is refused with a sentence")
    func refusals() async throws {
        try train()
        let (run, elsewhere) = (scene.run.path, scene.url.path)
        let file = scene.configuration.path
        let cases: [([String], Int32, String)] = [
            ([], 64, "Missing expected argument"),
            ([""], 64, "A run is empty"),
            (
                [elsewhere + "/none"], 1,
                "/none does not exist; name a folder that cips3d train wrote"
            ),
            ([file], 1, "is a file; name the folder of a run"),
            ([scene.data.path], 1, "holds no run (no config.json)"),
            ([run, run + "/", "--out", "x.html"], 1, "is named twice"),
            ([run, "--out", elsewhere + "/page.txt"], 64, "name a file that ends in .html"),
            ([run, "--out", file + "/page.html"], 1, "is a file and no folder"),
        ]
        for (arguments, status, words) in cases {
            try await Tool.refuse(["report"] + arguments, status: status, saying: words)
        }
        let page = scene.run.appendingPathComponent("report.html")
        try FileManager.default.createDirectory(at: page, withIntermediateDirectories: false)
        try await Tool.refuse(["report", run], status: 1, saying: "is a folder; name a file in it")
        try FileManager.default.removeItem(at: page)
        try FileManager.default.removeItem(at: statistics)
        try await Tool.refuse(
            ["report", run], status: 1, saying: "stats.jsonl does not exist; a run")
        #expect(!scene.names(in: scene.run).contains("report.html"))
    }

    @Test("a disk that takes no more leaves the page that was there")
    func fullDisk() async throws {
        try train()
        try await Tool.succeed(["report", scene.run.path])
        let page = scene.run.appendingPathComponent("report.html")
        let before = try Data(contentsOf: page)
        // In blocks of 512 bytes: half of the page. Without the signal the system says so in words.
        let limit = before.count / 1_024
        let result = try await Tool.run(
            [
                "-c", "trap '' XFSZ; ulimit -f \(limit); exec \"$0\" \"$@\"", Tool.url.path,
                "report",
                scene.run.path,
            ],
            program: URL(fileURLWithPath: "/bin/sh"))
        #expect(result.status == 1, "\(result.errors)")
        #expect(result.complaints.first?.contains("report.html could not be written") == true)
        #expect(try Data(contentsOf: page) == before)
        #expect(scene.unfinished.isEmpty)
    }
}
