import CIPS3DModel
import FileTesting
import Foundation
import ImageFiles
import ModelEvaluation
import SafeTensors
import Testing

@Suite("cips3d evaluate")
struct EvaluateCommandTests {
    private let folder: TemporaryFolder
    private let cache: [String: String]

    init() throws {
        folder = try TemporaryFolder()
        cache = ["CIPS3D_CACHE": folder.url.appendingPathComponent("cache").path]
    }

    /// Random weights of Inception-v3 up to its first pooling: all that `--dims 64` needs.
    private func weights() throws -> String {
        var writer = SafeTensorsWriter()
        var random = LatentGenerator(seed: 3, stream: .shape)
        let layers = [
            ("Conv2d_1a_3x3", 3, 32), ("Conv2d_2a_3x3", 32, 32), ("Conv2d_2b_3x3", 32, 64),
        ]
        for (name, inputs, outputs) in layers {
            let scale = (2 / Float(9 * inputs)).squareRoot()
            writer.add(
                "\(name).conv.weight", shape: [outputs, inputs, 3, 3],
                floats: random.nextNormals(outputs * inputs * 9).map { $0 * scale })
            for (part, value) in [
                ("weight", 1), ("bias", 0), ("running_mean", 0), ("running_var", 1),
            ] {
                writer.add(
                    "\(name).bn.\(part)", shape: [outputs],
                    floats: Array(repeating: Float(value), count: outputs))
            }
        }
        let url = folder.url.appendingPathComponent("weights.safetensors")
        try writer.write(to: url)
        return url.path
    }

    /// A folder of noisy colours.
    private func images(_ name: String, count: Int, seed: UInt64, size: Int = 12) throws -> String {
        let url = folder.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        var random = LatentGenerator(seed: seed, stream: .shape)
        for index in 0..<count {
            let base = UInt8.random(in: 20...200, using: &random)
            let pixels = (0..<3 * size * size).map { _ in
                base + UInt8.random(in: 0...50, using: &random)
            }
            try Image(width: size, height: size, pixels: pixels)
                .writePNG(to: url.appendingPathComponent("\(index).png"))
        }
        return url.path
    }

    private func values(_ options: [String]) async throws -> [MetricValue] {
        let file = folder.url.appendingPathComponent("\(UUID().uuidString).json")
        try await Tool.succeed(
            ["evaluate", "--threads", "1", "--json", file.path] + options, environment: cache)
        struct Report: Decodable { let values: [MetricValue] }
        return try JSONDecoder().decode(Report.self, from: Data(contentsOf: file)).values
    }

    @Test("two folders: every distance is there with its protocol, and near 0 for one set")
    func folders() async throws {
        let (a, b) = (try images("a", count: 80, seed: 1), try images("b", count: 70, seed: 2))
        let options = ["--metrics", "fid,kid,pr", "--weights", try weights(), "--dims", "64"]
        let found = try await values(["--fakes", a, "--data", b] + options)
        #expect(found.map(\.name) == ["fid", "kid", "precision", "recall"])
        for value in found {
            #expect(value.protocol.realImages == 70 && value.protocol.fakeImages == 80)
            #expect(value.protocol.network == "inception-v3/64" && !value.protocol.isComparable)
            #expect(value.protocol.networkDigest?.count == 64 && value.protocol.psi == nil)
            #expect(value.protocol.versions.keys.sorted() == ["cips3d", "libtorch"])
        }
        #expect(found[1].protocol.factor == 1_000 && found[1].protocol.subsetSize == 70)
        #expect(found[0].value > 0.1 && found[0].warnings.isEmpty)
        let same = try await values(["--fakes", a, "--data", a] + options)
        // Of a distance of 0.1 and more between two sets.
        #expect(same[0].value < 1e-6 && same[2].value == 1 && same[3].value == 1)
    }

    @Test("a model: mean and spread over the seeds, photographs in its size, heads looked at")
    func model() async throws {
        let model = TinyModel.path
        let data = try images("data", count: 70, seed: 2, size: 20)
        let found = try await values([
            "--model", model, "--data", data, "--metrics", "fid,consistency,flatness,symmetry",
            "--weights", try weights(), "--dims", "64", "--images", "66", "--seeds", "2", "--psi",
            "0.7",
        ])
        #expect(
            found.map(\.name) == [
                "fid", "viewError", "viewOverlap", "relief", "prominence", "mirrorDifference",
                "crossingJump",
            ])
        let fid = try #require(found.first)
        #expect(fid.values.count == 2 && fid.values[0] != fid.values[1])
        #expect(fid.value == (fid.values[0] + fid.values[1]) / 2)
        #expect(try #require(fid.spread) > 0)
        #expect(fid.protocol.fakeImages == 66 && fid.protocol.seeds == [0, 1])
        #expect(fid.protocol.psi == 0.7 && fid.protocol.yawDeviation != nil)
        #expect(fid.protocol.realPreparation?.contains("resized to") == true)
        #expect(found.allSatisfy { !$0.protocol.isOfJudgingNetwork })
        // Fewer images than features say so.
        let few = try await values([
            "--model", model, "--data", data, "--metrics", "fid", "--weights", try weights(),
            "--dims", "64", "--images", "20", "--seeds", "1",
        ])
        #expect(few[0].warnings.first?.contains("20 images are too few for 64 features") == true)
        #expect(few[0].spread == nil)
    }

    @Test("the table names each number and its protocol")
    func table() async throws {
        let a = try images("a", count: 8, seed: 1)
        let result = try await Tool.succeed(
            [
                "evaluate", "--fakes", a, "--data", a, "--metrics", "pr", "--weights", weights(),
                "--dims", "64",
            ],
            environment: cache)
        #expect(result.output.contains("precision"))
        #expect(result.output.contains("8 fake / 8 real; fake 12x12 as they are"))
        #expect(result.output.contains("not comparable with published numbers"))
        #expect(result.errors.contains("not the weights of published FIDs"))
    }

    @Test("weights that cannot be fetched are one sentence that names their network")
    func unfetched() async throws {
        let a = try images("a", count: 3, seed: 1)
        // No program is found there, so pip is not either.
        let offline = cache.merging(["PATH": folder.url.path]) { _, new in new }
        for (metric, network) in [
            ("fd-efficientnet", "efficientnet-lite0"), ("fd-mobilenet", "mobilenet-v2"),
        ] {
            try await Tool.refuse(
                ["evaluate", "--fakes", a, "--data", a, "--metrics", metric], status: 1,
                saying: "The weights of \(network) could not be fetched", environment: offline)
        }
    }

    @Test("bad input is one sentence each")
    func refusals() async throws {
        let (a, file) = (try images("a", count: 3, seed: 1), try weights())
        let usual = ["--metrics", "fid", "--weights", file, "--dims", "64"]
        func refuse(_ options: [String], _ status: Int32, _ words: String) async throws {
            try await Tool.refuse(
                ["evaluate"] + options, status: status, saying: words, environment: cache)
        }
        try await refuse(["--data", a], 64, "either --model DIR or --fakes PATH")
        try await refuse(["--fakes", a, "--metrics", "fid"], 64, "give --data PATH")
        try await refuse(["--fakes", a, "--metrics", "flatness"], 64, "give --model DIR")
        try await refuse(["--fakes", a, "--data", a, "--metrics", "psnr"], 64, "psnr")
        try await refuse(
            ["--fakes", a, "--data", a, "--metrics", "fid"], 1, "pt_inception-2015-12-05")
        try await refuse(
            ["--fakes", a, "--data", a, "--metrics", "pr"] + usual.dropFirst(2), 1,
            "at least 4 are needed")
        try await refuse(
            ["--fakes", a, "--data", a, "--metrics", "fid", "--weights", file], 1,
            "does not hold the weights of inception-v3")

        try await refuse(["--fakes", a, "--data", a, "--psi", "0.7"], 64, "--psi is for a model")
        try await refuse(
            ["--fakes", a, "--data", a, "--metrics", "pr-efficientnet", "--dims", "64"], 64,
            "--dims is for fid, kid and pr")
        try await refuse(
            ["--fakes", a, "--metrics", "fd-mobilenet"], 64,
            "fd-mobilenet compares with photographs")

        try await refuse(
            ["--model", TinyModel.path, "--metrics", "flatness", "--size", "32"], 64,
            "--size is for distances")

        let empty = folder.url.appendingPathComponent("empty").path
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        try await refuse(["--fakes", a, "--data", empty] + usual, 1, "holds no image")
        let mixed = try images("mixed", count: 2, seed: 1)
        try Image(width: 5, height: 9).writePNG(to: URL(fileURLWithPath: mixed + "/other.png"))
        try await refuse(["--fakes", a, "--data", mixed] + usual, 1, "several sizes")
        let broken = try images("broken", count: 2, seed: 1)
        try Data("no".utf8).write(to: URL(fileURLWithPath: broken + "/x.png"))
        try await refuse(["--fakes", a, "--data", broken] + usual, 1, "x.png")
        try await refuse(
            ["--fakes", try images("one", count: 1, seed: 1), "--data", a] + usual, 1,
            "at least 2 are needed")
    }
}
