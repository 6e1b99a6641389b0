import CIPS3DRenderer
import CIPS3DVerification
import Foundation
import InnerLoops
import Testing

/// Computations that were recorded outside of this repository, where they are at hand.
@Suite("Shared recorded computations")
struct SharedComputationTests {
    /// Those in a folder `shared/fixtures` beside the repository, or in what `CIPS3D_FIXTURES`
    /// names, and in all folders inside of it.
    static let files: [URL] = {
        let environment = ProcessInfo.processInfo.environment["CIPS3D_FIXTURES"]
        let parent = URL(filePath: #filePath).appending(path: "../../../../..").standardized
        let folder =
            environment.map { URL(filePath: $0) } ?? parent.appending(path: "shared/fixtures")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.allObjects ?? []).compactMap { $0 as? URL }
            .filter { $0.pathExtension == "safetensors" }
            .sorted { $0.path < $1.path }
    }()

    @Test(
        "every shared computation is recomputed",
        .enabled(if: !files.isEmpty, "there is no folder shared/fixtures beside the repository"),
        arguments: files)
    func passes(_ url: URL) throws {
        let report = try Verification.verify(url)
        let failures = report.comparisons.filter { !$0.passes }
        #expect(report.passes, "\(url.lastPathComponent): \(failures)")
    }

    @Test(
        "the fused engine computes every shared generator and training, with every instruction set",
        .enabled(if: !files.isEmpty, "there is no folder shared/fixtures beside the repository"),
        arguments: files, InstructionSet.available)
    func fusedPasses(_ url: URL, _ set: InstructionSet) throws {
        let report = try Verification.verify(url, engine: .fused, instructionSet: set)
        let failures = report.comparisons.filter { !$0.passes }
        #expect(report.isOfThisEngine == (report.kind != "discriminator"))
        #expect(
            report.passes == report.isOfThisEngine, "\(url.lastPathComponent): \(failures)")
    }
}
