import Foundation
import SafeTensors
import Testing

@Suite("A file of the reference implementation")
struct ReferenceFileTests {
    private let file: SafeTensorsFile

    init() throws {
        file = try SafeTensorsFile(contentsOf: Fixture.everyType)
    }

    @Test("every type, shape and the metadata are understood")
    func header() {
        #expect(file.metadata == ["written by": "the \"reference\" \\ \n ü 😀"])
        #expect(file.names.count == SafeTensorsType.allCases.count + 2)
        let arrays = file.entries.values.filter { $0.shape == [3, 1] }
        #expect(Set(arrays.map(\.type)) == Set(SafeTensorsType.allCases))
        #expect(file.entries["empty"]?.shape == [2, 0])
        #expect(file.entries["scalar"]?.shape == [])
    }

    @Test(
        "floating point is converted", arguments: ["float16", "bfloat16", "float32", "float64"])
    func floats(name: String) throws {
        #expect(try file.floats(name) == [1, -2, 0.5])
    }

    @Test(
        "whole numbers are converted, sign and all",
        arguments: [
            ("bool", [0, 1, 1]), ("uint8", [0, 1, 255]), ("int8", [-128, -1, 127]),
            ("uint16", [0, 1, 65_535]), ("int16", [-32_768, -1, 32_767]),
            ("uint32", [0, 1, 4_294_967_295]), ("int32", [-2_147_483_648, -1, 2_147_483_647]),
            ("int64", [.min, -1, .max]), ("scalar", [42]),
        ] as [(String, [Int64])])
    func integers(name: String, values: [Int64]) throws {
        #expect(try file.integers(name) == values)
    }

    @Test("types without a conversion give their bytes")
    func bytes() throws {
        #expect(
            try file.withUnsafeBytes(of: "float8_e4m3fn") { [UInt8]($0) } == [0x38, 0xC0, 0x30])
        #expect(try file.withUnsafeBytes(of: "float8_e5m2") { [UInt8]($0) } == [0x3C, 0xC0, 0x38])
        let wide = try file.withUnsafeBytes(of: "uint64") { [UInt8]($0) }
        #expect(
            wide == [UInt8](repeating: 0, count: 8) + [1] + [UInt8](repeating: 0, count: 7)
                + [UInt8](repeating: 255, count: 8))
    }

    @Test("a tensor of another type or name is refused by name")
    func refusals() throws {
        let floats: (String) throws -> Void = { _ = try file.floats($0) }
        let integers: (String) throws -> Void = { _ = try file.integers($0) }
        let bytes: (String) throws -> Void = { try file.withUnsafeBytes(of: $0) { _ in } }
        let cases: [(String, SafeTensorsError.Problem, (String) throws -> Void)] = [
            ("int32", .notReadable(.int32, as: "floating point"), floats),
            ("float8_e5m2", .notReadable(.float8E5M2, as: "floating point"), floats),
            ("float32", .notReadable(.float32, as: "whole numbers"), integers),
            ("uint64", .notReadable(.uint64, as: "whole numbers"), integers),
            ("absent", .missing, bytes),
        ]
        for (name, problem, read) in cases {
            let error = #expect(throws: SafeTensorsError.self) { try read(name) }
            #expect(error?.problem == problem)
            #expect(error?.tensor == name)
            #expect(error?.description.contains(name) == true)
        }
    }
}
