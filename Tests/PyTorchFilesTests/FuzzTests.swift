import CheckpointTesting
import Foundation
import Glibc
import PyTorchFiles
import SafeTensors
import Testing

/// Random bytes and changed valid files into both readers of weights.
///
/// The cases run in a process of its own, which may map only so much memory more than it has at the
/// start: a trap or a larger allocation ends it, and with it the test.
@Suite("Random weights files")
struct FuzzTests {
    @Test("a checkpoint of random or changed bytes ends in an error or in values")
    func checkpoints() async {
        await #expect(processExitsWith: .success) {
            try FuzzCases.limitMemory()
            let cases = FuzzCases(seed: 1)
            let names = ["state.pth", "types.pth", "views.pth", "training.pth", "protocol4.pth"]
            let valid = try names.map(Fixture.data)
            let ended = try cases.run(400, from: valid, beginning: Data("PK\u{3}\u{4}".utf8)) {
                let file = try PyTorchFile(contentsOf: $0)
                for dictionary in file.dictionaries {
                    for name in dictionary.tensors.keys.sorted() {
                        _ = try file.floats(name, in: dictionary)
                    }
                }
            }
            // Both ends occur, or the cases would test nothing.
            #expect(ended.values > 0 && ended.errors > 100, "\(ended)")
        }
    }

    @Test("a checkpoint without archive of random or changed bytes ends in an error or in values")
    func legacyCheckpoints() async {
        await #expect(processExitsWith: .success) {
            try FuzzCases.limitMemory()
            let cases = FuzzCases(seed: 5)
            let names = ["state", "types", "views", "training", "protocol4", "python2"]
            let valid = try names.map { try Fixture.data("legacy-" + $0 + ".pth") }
            let made = LegacyCheckpoint(Data(), storages: [])
            let beginning = made.magicNumber + made.version + made.machine
            let ended = try cases.run(2_000, from: valid, beginning: beginning) {
                let file = try PyTorchFile(contentsOf: $0)
                for dictionary in file.dictionaries {
                    for name in dictionary.tensors.keys.sorted() {
                        _ = try? file.floats(name, in: dictionary)
                    }
                }
            }
            // Both ends occur, or the cases would test nothing.
            #expect(ended.values > 50 && ended.errors > 500, "\(ended)")
        }
    }

    @Test("a pickle of random or changed instructions ends in an error or in values")
    func pickles() async {
        await #expect(processExitsWith: .success) {
            try FuzzCases.limitMemory()
            let cases = FuzzCases(seed: 2)
            let names = ["state", "types", "views", "training", "protocol4"]
            let valid = try names.map { try Fixture.pickle($0) }
            let ended = try cases.run(2_000, from: valid, beginning: Data([0x80, 2])) { url in
                let archive = try Fixture.archive(around: Data(contentsOf: url))
                try archive.write(to: url)
                let file = try PyTorchFile(contentsOf: url)
                for dictionary in file.dictionaries {
                    for name in dictionary.tensors.keys.sorted() {
                        _ = try? file.floats(name, in: dictionary)
                    }
                }
            }
            #expect(ended.values > 0 && ended.errors > 500, "\(ended)")
        }
    }

    @Test("a safetensors file of random or changed bytes ends in an error or in values")
    func safeTensors() async {
        await #expect(processExitsWith: .success) {
            try FuzzCases.limitMemory()
            let cases = FuzzCases(seed: 3)
            let valid = try Self.safeTensorsFile()
            let ended = try cases.run(1_000, from: [valid], beginning: Data([64, 0, 0, 0])) {
                let file = try SafeTensorsFile(contentsOf: $0)
                for name in file.names { _ = try file.floats(name) }
            }
            #expect(ended.values > 0 && ended.errors > 250, "\(ended)")
        }
    }

    @Test("the limit on memory is one: a process that maps more than it ends")
    func limit() async {
        await #expect(processExitsWith: .failure) {
            try FuzzCases.limitMemory()
            let bytes = [UInt8](repeating: 1, count: 1 << 30)
            #expect(bytes.count == 1 << 30)
        }
    }

    private static func safeTensorsFile() throws -> Data {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("weights")
        var writer = SafeTensorsWriter(metadata: ["step": "7"])
        writer.add("bias", shape: [3], floats: [1, 2, 3])
        writer.add("weight", shape: [2, 3], floats: [1, 2, 3, 4, 5, 6])
        try writer.write(to: url)
        return try Data(contentsOf: url)
    }
}
