import Foundation
import SafeTensors
import Testing

@Suite("Writing and reading back")
struct RoundTripTests {
    @Test("every type keeps its bytes, shape and name", arguments: SafeTensorsType.allCases)
    func everyType(type: SafeTensorsType) throws {
        let bytes = (0..<6 * type.byteCount).map { UInt8(truncatingIfNeeded: $0 * 37 + 1) }
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            var writer = SafeTensorsWriter()
            writer.add("x", type: type, shape: [2, 1, 3]) { write in
                try bytes.withUnsafeBytes { try write($0) }
            }
            try writer.write(to: url)

            let file = try SafeTensorsFile(contentsOf: url)
            let entry = try #require(file.entries["x"])
            #expect(entry.type == type)
            #expect(entry.shape == [2, 1, 3])
            #expect(entry.elementCount == 6)
            #expect(try file.withUnsafeBytes(of: "x") { [UInt8]($0) } == bytes)
        }
    }

    @Test("tensors and metadata come back under awkward names")
    func awkwardNames() throws {
        let names = [
            "", "a.b.weight", "quote\"back\\slash", "\u{0}\u{1F}\n\t", "häuser 😀 \u{2028}", "z/",
        ]
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            let metadata = Dictionary(uniqueKeysWithValues: names.map { ($0, "of \($0)") })
            var writer = SafeTensorsWriter(metadata: metadata)
            for (index, name) in names.enumerated() {
                writer.add(name, shape: [1], integers: [Int64(index)])
            }
            try writer.write(to: url)

            let file = try SafeTensorsFile(contentsOf: url)
            #expect(file.metadata == metadata)
            #expect(file.names == names.sorted())
            for (index, name) in names.enumerated() {
                #expect(try file.integers(name) == [Int64(index)])
            }
        }
    }

    @Test("single values, empty tensors and a file without tensors are files like others")
    func emptiness() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            try SafeTensorsWriter().write(to: url)
            #expect(try SafeTensorsFile(contentsOf: url).names.isEmpty)

            var writer = SafeTensorsWriter()
            writer.add("b", shape: [], floats: [-0.0])
            writer.add("a", shape: [3, 0, 2], floats: [])
            writer.add("c", shape: [0], floats: [])
            try writer.write(to: url)
            let file = try SafeTensorsFile(contentsOf: url)
            #expect(try file.floats("a") == [])
            #expect(try file.floats("b").map(\.bitPattern) == [0x8000_0000])
            #expect(try file.floats("c") == [])
            #expect(file.entries["b"]?.elementCount == 1)
        }
    }

    @Test("the same tensors give the same bytes in whatever order they are added")
    func deterministic() throws {
        try withTemporaryFolder { folder in
            let urls = [["a", "b", "c"], ["c", "a", "b"]].map { order in
                (folder.appendingPathComponent(order.joined()), order)
            }
            for (url, order) in urls {
                var writer = SafeTensorsWriter(metadata: ["x": "1", "y": "2", "z": "3"])
                for name in order { writer.add(name, shape: [name.count], floats: [1]) }
                try writer.write(to: url)
            }
            #expect(try Data(contentsOf: urls[0].0) == Data(contentsOf: urls[1].0))
        }
    }

    @Test("the data section begins at a multiple of 8 bytes", arguments: 0..<9)
    func alignment(nameLength: Int) throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            var writer = SafeTensorsWriter()
            writer.add(String(repeating: "n", count: nameLength), shape: [1], floats: [1])
            try writer.write(to: url)
            #expect(try Data(contentsOf: url).dropLast(4).count.isMultiple(of: 8))
        }
    }

    @Test("a tensor may be handed over in pieces, and unaligned tensors are read")
    func pieces() throws {
        let values: [Double] = [0.1, -1e300, .infinity]
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            var writer = SafeTensorsWriter()
            writer.add("a", type: .bool, shape: [1]) { write in
                try [UInt8(1)].withUnsafeBytes { try write($0) }
            }
            writer.add("b", type: .float64, shape: [3]) { write in
                for value in values { try withUnsafeBytes(of: value) { try write($0) } }
            }
            try writer.write(to: url)
            let file = try SafeTensorsFile(contentsOf: url)
            #expect(try file.floats("b") == [0.1, -.infinity, .infinity])
        }
    }

    @Test("a file can be written again from its own mapping")
    func overItself() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.safetensors")
            let floats = (0..<100_000).map(Float.init)
            var writer = SafeTensorsWriter()
            writer.add("x", shape: [floats.count], floats: floats)
            try writer.write(to: url)

            let old = try SafeTensorsFile(contentsOf: url)
            var second = SafeTensorsWriter(metadata: ["copy": "yes"])
            second.add("x", type: .float32, shape: [floats.count]) { write in
                try old.withUnsafeBytes(of: "x") { try write($0) }
            }
            try second.write(to: url)
            #expect(try old.floats("x") == floats)
            let new = try SafeTensorsFile(contentsOf: url)
            #expect(try new.floats("x") == floats)
            #expect(new.metadata == ["copy": "yes"])
        }
    }
}
