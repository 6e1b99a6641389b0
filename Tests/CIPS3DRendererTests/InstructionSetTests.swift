import CIPS3DRenderer
import HeadPictures
import InnerLoops
import Testing

@Suite("The choice of an instruction set")
struct InstructionSetTests {
    private func chosen(_ name: String?) throws -> InstructionSet {
        try InstructionSet.chosen(
            environment: name.map { [InstructionSet.environmentVariable: $0] } ?? [:])
    }

    @Test("the fastest is chosen where nothing is said", arguments: [nil, ""])
    func fastest(name: String?) throws {
        #expect(try chosen(name) == InstructionSet.available.last)
    }

    @Test("portable always runs, and comes first")
    func portable() {
        #expect(InstructionSet.available.first == .portable)
    }

    @Test("each that the processor has can be forced", arguments: InstructionSet.available)
    func forced(set: InstructionSet) throws {
        #expect(try chosen(set.rawValue) == set)
    }

    @Test(
        "unknown ones and those of other processors are refused in one sentence",
        arguments: ["sse9", "AVX2", "avx2 ", "neon", "avx512", "avx512-bf16"])
    func refused(name: String) throws {
        guard !InstructionSet.available.contains(where: { $0.rawValue == name }) else { return }
        let error = try #require(throws: InstructionSetError.self) { try chosen(name) }
        let sentence = error.description
        #expect(sentence.contains("CIPS3D_ISA is “\(name)”"))
        #expect(InstructionSet.available.allSatisfy { sentence.contains($0.rawValue) })
        #expect(sentence.hasSuffix(".") && !sentence.contains("\n"))
    }
}
