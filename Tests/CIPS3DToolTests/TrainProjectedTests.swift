import Foundation
import Testing

/// Of the kind whose discriminators look through a network, what needs no network.
@Suite("cips3d train, projected")
struct TrainProjectedTests {
    private let scene: TrainingScene
    private let cache: URL
    /// An empty cache, and no program besides: so pip is not found either.
    private let offline: [String: String]
    private let options: [String]

    init() throws {
        scene = try TrainingScene()
        cache = scene.url.appendingPathComponent("cache")
        offline = ["CIPS3D_CACHE": cache.path, "PATH": scene.url.path]
        options =
            ["train"] + scene.beginning("--kimg", "0.004", "--set", "discriminator.kind=projected")
    }

    @Test("without pip there is one sentence with both ways out, and no run")
    func unreachable() async throws {
        let result = try await Tool.run(options, environment: offline)
        #expect(result.status == 1, "\(result.errors)")
        let complaint = try #require(result.complaints.first)
        #expect(result.complaints.count == 1)
        for words in [
            "Error: Projected discriminators need the weights of a feature network",
            "The weights of efficientnet-lite0 could not be fetched",
            "`cips3d doctor` names", "--set discriminator.kind=styleGAN2",
        ] {
            #expect(complaint.contains(words), "\(result.errors)")
        }
        #expect(!result.errors.contains("Fatal error"))
        #expect(!scene.names(in: scene.url).contains("run"))
        #expect(scene.names(in: cache.appendingPathComponent("networks")).isEmpty)
        // The way out that the sentence names.
        try await Tool.succeed(
            options + ["--set", "discriminator.kind=styleGAN2"], environment: offline)
        #expect(scene.images == 4)
    }

    @Test("a plan shows the sizes and fetches nothing")
    func plan() async throws {
        let result = try await Tool.succeed(options + ["--dry-run"], environment: offline)
        #expect(result.output.contains(#""kind": "projected""#))
        #expect(result.output.contains("photographs  6\n"))
        let row = try #require(
            result.output.split(separator: "\n").first { $0.contains("16x16") })
        // More than the two convolutions of the finest head, 16 · 32 · 128 + 16 · 128 · 128.
        let words = row.split(separator: " ")
        let plus = try #require(words.firstIndex(of: "+"))
        let parameters = try #require(Int(words[plus + 1]))
        #expect(parameters > 327_680 && parameters < 2_000_000)
        #expect(!scene.names(in: scene.url).contains("run"))
        #expect(!FileManager.default.fileExists(atPath: cache.path))
    }
}
