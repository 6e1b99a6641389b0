import CIPS3DRenderer
import CIPS3DVerification
import Foundation
import InnerLoops
import Testing

@Suite("Recorded computations by the fused engine")
struct FusedVerificationTests {
    static let generators = RecordedFile.fixtures.filter {
        $0.lastPathComponent.hasPrefix("generator-")
    }
    static let others = RecordedFile.fixtures.filter { !generators.contains($0) }

    @Test(
        "every recorded generator is rendered, with every instruction set", arguments: generators,
        InstructionSet.available)
    func passes(_ url: URL, _ set: InstructionSet) throws {
        let report = try Verification.verify(url, engine: .fused, instructionSet: set)
        let failures = report.comparisons.filter { !$0.passes }
        #expect(report.passes, "\(failures)")
        #expect(
            report.engine == "fused (\(set.rawValue)), gradients through the fused operation")
    }

    @Test("four generators and two other computations are there")
    func allArePresent() {
        #expect(Self.generators.count == 4 && Self.others.count == 2)
    }

    @Test("outputs are compared twice, and every gradient", arguments: generators)
    func namesEverything(_ url: URL) throws {
        let results = try RecordedFile(url).results
        let names = try Verification.verify(url, engine: .fused).comparisons.map(\.name)
        let again = results.filter { $0.hasPrefix("output/") }.map { $0 + " (operation)" }
        #expect(Set(names) == Set(results + again) && names.count == Set(names).count)
    }

    @Test("a change of any result is found, and no other", arguments: generators)
    func findsChanges(_ url: URL) throws {
        let original = try RecordedFile(url)
        for name in original.results {
            var changed = original
            changed.nudge(name)
            let failing = try changed.verified(engine: .fused).comparisons.filter { !$0.passes }
            let again = name.hasPrefix("output/") ? [name + " (operation)"] : []
            #expect(failing.map(\.name) == [name] + again)
        }
    }

    @Test(
        "a change of any one weight that is used is found",
        arguments: ["generator-deep-white", "generator-solid-sphere"])
    func findsChangedWeights(_ fixture: String) throws {
        let original = try RecordedFile.fixture(fixture)
        for name in original.tensors.keys.sorted() where name.hasPrefix("weights/") {
            let used = original.tensors["gradient/" + name.dropFirst("weights/".count)] != nil
            var changed = original
            // Larger than where gradients are compared too: some weights hardly move outputs.
            changed.nudge(name, by: 0.5)
            #expect(try changed.verified(engine: .fused).passes == !used, "changed \(name)")
        }
    }

    @Test("a change of any draw that is used is found")
    func findsChangedDraws() throws {
        let draws = [
            "jitter", "u", "noise_coarse", "noise_fine", "yaw", "pitch", "z_nerf", "z_inr",
        ]
        for fixture in [
            "generator-deep-white", "generator-partial-last", "generator-solid-sphere",
        ] {
            let original = try RecordedFile.fixture(fixture)
            let found = { (engine: VerificationEngine) in
                try draws.filter { name in
                    var changed = original
                    let numbers = original.floats("input/" + name).map { 0.5 * $0 }
                    let shape = original.tensors["input/" + name]?.shape ?? []
                    changed.put("input/" + name, shape: shape, numbers)
                    return try changed.verified(engine: engine).comparisons.contains {
                        $0.name.hasPrefix("output/") && !$0.passes
                    }
                }
            }
            let changes = try found(.fused)
            #expect(try changes == found(.torch))
            #expect(changes.count >= 6)
        }
    }

    @Test("rounds of training pass with its generator", arguments: InstructionSet.available)
    func training(_ set: InstructionSet) throws {
        let url = try #require(Self.others.first { $0.lastPathComponent.hasPrefix("training-") })
        let report = try Verification.verify(url, engine: .fused, instructionSet: set)
        #expect(report.passes, "\(report.comparisons.filter { !$0.passes })")
        #expect(report.comparisons.contains { $0.name.contains("generator") })
    }

    @Test(
        "other computations are told apart from those that pass",
        arguments: others.filter { !$0.lastPathComponent.hasPrefix("training-") })
    func notOfThisEngine(_ url: URL) throws {
        let report = try Verification.verify(url, engine: .fused)
        #expect(!report.isOfThisEngine && !report.passes && report.comparisons.isEmpty)
    }

    @Test("a truncation of the recorded means passes, and other means do not")
    func means() throws {
        let original = try RecordedFile.fixture("generator-ablated-truncated")
        for name in ["input/mean_nerf", "input/mean_inr"] {
            var changed = original
            changed.nudge(name, by: 0.1)
            #expect(try !changed.verified(engine: .fused).passes, "changed \(name)")
        }
    }
}
