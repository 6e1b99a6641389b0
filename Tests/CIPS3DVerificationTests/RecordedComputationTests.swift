import CIPS3DVerification
import Foundation
import Testing

@Suite("Recorded computations")
struct RecordedComputationTests {
    @Test("every recorded computation is recomputed", arguments: RecordedFile.fixtures)
    func passes(_ url: URL) throws {
        let report = try Verification.verify(url)
        let failures = report.comparisons.filter { !$0.passes }
        #expect(failures.isEmpty, "\(failures)")
        #expect(report.passes)
    }

    @Test("all six computations are there")
    func allArePresent() {
        #expect(RecordedFile.fixtures.count == 6)
    }

    @Test("everything recorded as a result is compared", arguments: RecordedFile.fixtures)
    func comparesEverything(_ url: URL) throws {
        let results = try RecordedFile(url).results
        let compared = try Verification.verify(url).comparisons.map(\.name)
        #expect(compared.sorted() == results)
    }

    @Test("a change of any result is found, and no other", arguments: RecordedFile.fixtures)
    func findsChanges(_ url: URL) throws {
        let original = try RecordedFile(url)
        // Two halves: each result is once among the changed ones and once among the others.
        for half in 0...1 {
            let names = original.results.enumerated().filter { $0.offset % 2 == half }
                .map(\.element)
            var changed = original
            for name in names { changed.nudge(name) }
            let failing = try changed.verified().comparisons.filter { !$0.passes }
            #expect(failing.map(\.name).sorted() == names)
        }
    }

    @Test("a result that is not a number does not pass", arguments: RecordedFile.fixtures)
    func findsNaN(_ url: URL) throws {
        var changed = try RecordedFile(url)
        let name = try #require(changed.results.last)
        var values = changed.floats(name)
        values[0] = .nan
        changed.put(name, shape: changed.tensors[name]?.shape ?? [], values)
        #expect(try !changed.verified().passes)
    }

    @Test(
        "a change of any one weight that is used is found",
        arguments: ["generator-deep-white", "generator-solid-sphere"])
    func findsChangedWeights(_ fixture: String) throws {
        let original = try RecordedFile.fixture(fixture)
        for name in original.tensors.keys.sorted() where name.hasPrefix("weights/") {
            let used = original.tensors["gradient/" + name.dropFirst("weights/".count)] != nil
            var changed = original
            changed.nudge(name, by: 0.05)
            #expect(try changed.verified().passes == !used, "changed \(name)")
        }
    }
}

extension RecordedComputationTests {
    @Test(
        "a change of any constant of a solid field is found, by both engines",
        arguments: [
            ("density_scale", 8.6), ("ball_gain", 25.5), ("ball_radius", 1.11),
            ("background_radius", 0.23), ("box_side", 0.261),
        ])
    func findsChangedConstants(_ key: String, _ value: Double) throws {
        var changed = try RecordedFile.fixture("generator-solid-sphere")
        try changed.configure("generator") { $0[key] = value }
        for engine in [VerificationEngine.torch, .fused] {
            let failing = try changed.verified(engine: engine).comparisons.filter { !$0.passes }
            #expect(failing.contains { $0.name.hasPrefix("output/") }, "\(engine)")
        }
    }

    @Test("a published density in the place of a solid one is found")
    func findsOtherDensity() throws {
        var changed = try RecordedFile.fixture("generator-solid-sphere")
        try changed.configure("generator") { $0["density"] = "relu" }
        #expect(try !changed.verified().passes)
    }

    @Test("keys of a solid field that are not there mean the published one")
    func publishedConstants() throws {
        var changed = try RecordedFile.fixture("generator-deep-white")
        try changed.configure("generator") {
            $0["density"] = "relu"
            $0["density_scale"] = 3
            $0["ball_gain"] = 4
            $0["ball_radius"] = 0.1
            $0["background_width"] = 0
            $0["background_radius"] = 0.2
        }
        #expect(try changed.verified().passes)
    }
}

extension RecordedFile {
    /// Names of what has to be recomputed, sorted.
    var results: [String] {
        tensors.keys.filter { name in
            ["output/", "gradient/", "updated/"].contains(where: name.hasPrefix)
        }.sorted()
    }

    /// Changes one number of a tensor: a gradient by a hundredth of its largest, anything else by a
    /// hundredth; far above what rounding does.
    mutating func nudge(_ name: String) {
        let largest = floats(name).map(abs).max() ?? 0
        nudge(name, by: name.hasPrefix("gradient/") ? 0.01 * largest + 1e-6 : 0.01)
    }

    /// Adds to the number in the middle of a tensor.
    mutating func nudge(_ name: String, by amount: Float) {
        var values = floats(name)
        values[values.count / 2] += amount
        put(name, shape: tensors[name]?.shape ?? [], values)
    }
}
