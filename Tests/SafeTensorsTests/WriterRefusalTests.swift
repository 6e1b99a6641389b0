import Foundation
import SafeTensors
import Testing

@Suite("What the writer refuses")
struct WriterRefusalTests {
    /// The problem with which a writer refuses; the old file must stay and be alone.
    private func problem(
        _ fill: (inout SafeTensorsWriter) -> Void
    ) throws -> SafeTensorsError.Problem? {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            try Data("old".utf8).write(to: url)
            var writer = SafeTensorsWriter()
            fill(&writer)
            let error = #expect(throws: SafeTensorsError.self) { try writer.write(to: url) }
            #expect(try Data(contentsOf: url) == Data("old".utf8))
            #expect(try files(in: folder) == ["a.safetensors"])
            return error?.problem
        }
    }

    @Test("two tensors of one name")
    func twice() throws {
        let found = try problem {
            $0.add("x", shape: [1], floats: [1])
            $0.add("y", shape: [1], floats: [1])
            $0.add("x", shape: [1], floats: [1])
        }
        #expect(found == .addedTwice)
    }

    @Test("a tensor under the name of the metadata")
    func reserved() throws {
        #expect(try problem { $0.add("__metadata__", shape: [], floats: [1]) } == .reservedName)
    }

    @Test("too few and too many elements", arguments: [[2, 2], [1], []])
    func wrongCount(shape: [Int]) throws {
        let found = try problem { $0.add("x", shape: shape, floats: [1, 2, 3]) }
        let needed = 4 * shape.reduce(1, *)
        #expect(found == .wrongByteCount(given: 12, needed: needed))
    }

    @Test(
        "shapes that are negative or too large",
        arguments: [[-1], [-2, -3], [.max], [.max / 2, 3], [1 << 32, 1 << 32, 0]])
    func impossible(shape: [Int]) throws {
        #expect(try problem { $0.add("x", shape: shape, floats: []) } == .impossibleShape(shape))
    }

    @Test("shapes that are too large together")
    func impossibleTogether() throws {
        let half = [1 << 60]
        let found = try problem {
            $0.add("a", shape: half, floats: [])
            $0.add("b", shape: half, floats: [])
        }
        #expect(found == .impossibleShape(half))
    }

    @Test("a source that fails fails the write, with its own error")
    func failingSource() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            var writer = SafeTensorsWriter()
            writer.add("x", type: .uint8, shape: [1]) { _ in throw CancellationError() }
            #expect(throws: CancellationError.self) { try writer.write(to: url) }
            let left = try files(in: folder)
            #expect(left.isEmpty)
        }
    }
}
