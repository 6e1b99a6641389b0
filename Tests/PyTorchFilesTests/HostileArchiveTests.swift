import CheckpointTesting
import FileTesting
import Foundation
import PyTorchFiles
import Testing

@Suite("Hostile and damaged checkpoint archives")
struct HostileArchiveTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ file: PyTorchFile) throws {
        for dictionary in file.dictionaries {
            for name in dictionary.tensors.keys { _ = try file.floats(name, in: dictionary) }
        }
    }

    private func problem(
        _ data: Data, _ location: SourceLocation = #_sourceLocation
    ) throws -> PyTorchFileError.Problem? {
        let url = try folder.checkpoint(data)
        return #expect(throws: PyTorchFileError.self, sourceLocation: location) {
            try read(PyTorchFile(contentsOf: url))
        }?.problem
    }

    @Test("a file cut short anywhere is refused")
    func truncated() throws {
        let data = try Fixture.data("state.pth")
        for length in stride(from: 0, to: data.count, by: 11) {
            #expect(try problem(data.prefix(length)) != nil, "cut to \(length) bytes")
        }
    }

    @Test("changed numbers do not fit their checksum")
    func checksum() throws {
        var data = CheckpointBytes.state([("x", [3], [1, 2, 3])])
        let start = try #require(data.range(of: CheckpointBytes.floats([1, 2, 3])))
        data[start.lowerBound + 5] ^= 1
        guard case .damaged(let reason)? = try problem(data) else {
            Issue.record("wrong numbers were read")
            return
        }
        #expect(reason.contains("CRC"))
    }

    @Test("a folder, a missing file, an empty one and other formats are told apart")
    func otherFiles() throws {
        for (url, expected) in [
            (folder.url, PyTorchFileError.Problem.notAFile),
            (URL(fileURLWithPath: "/dev/null"), .notAFile),
            (
                try folder.checkpoint(Data(), named: "empty"),
                .otherFormat(.empty)
            ),
            (try folder.checkpoint(Data("{}".utf8), named: "short"), .notACheckpoint),
            (try folder.checkpoint(Data(count: 100), named: "zeros"), .notACheckpoint),
            (
                folder.url.appendingPathComponent("none"),
                .unreadable(reason: "No such file or directory")
            ),
        ] {
            let error = #expect(throws: PyTorchFileError.self) {
                try PyTorchFile(contentsOf: url)
            }
            #expect(error?.problem == expected)
            #expect(error?.description.hasPrefix(url.path) == true)
        }
        let other = StoredZip.archive([("a/b.txt", Data("x".utf8))])
        #expect(try problem(other) == .noPickle(count: 0))
        let pickle = PickleBytes.whole(Data("}".utf8))
        let two = StoredZip.archive([("a/data.pkl", pickle), ("b/data.pkl", pickle)])
        #expect(try problem(two) == .noPickle(count: 2))
        // Two entries of one name: which one counts would be anybody's guess.
        let twice = StoredZip.archive([("a/data.pkl", pickle), ("a/data.pkl", pickle)])
        #expect(try problem(twice) != nil)
    }

    @Test("packed records are refused, also those that unpack to far more than the file")
    func packed() throws {
        for (name, record) in [("packed.pth", "state/data.pkl"), ("bomb.pth", "state/data.pkl")] {
            let found = try problem(Fixture.data(name))
            #expect(
                found == .record(name: record, reason: "is packed or larger than the file"))
        }
        let file = try Fixture.file("packed-storage.pth")
        let error = #expect(throws: PyTorchFileError.self) {
            try file.floats("0.weight", in: file.dictionaries[0])
        }
        #expect(error?.problem == .record(name: "state/data/0", reason: "is packed"))
    }

    @Test("numbers of the other byte order are turned around")
    func byteOrder() throws {
        let pickle = PickleBytes.whole(
            PickleBytes.dictionary([
                ("x", PickleBytes.tensor(PickleBytes.storage("0", count: 2), shape: [2]))
            ]))
        let big = [Float(1.5), -3].map(\.bitPattern.bigEndian).withUnsafeBytes { Data($0) }
        let file = try PyTorchFile(
            contentsOf: folder.checkpoint(
                CheckpointBytes.archive(
                    pickle, records: [("byteorder", Data("big".utf8)), ("data/0", big)])))
        #expect(try file.floats("x", in: file.dictionaries[0]) == [1.5, -3])
        let wrong = CheckpointBytes.archive(
            pickle, records: [("byteorder", Data("middle".utf8)), ("data/0", big)])
        #expect(
            try problem(wrong)
                == .record(name: "archive/byteorder", reason: "is neither little nor big"))
    }

    @Test("a directory that claims a thousand million entries is refused")
    func entries() throws {
        var data = try Fixture.data("state.pth")
        let end = try #require(data.range(of: Data("PK\u{5}\u{6}".utf8), options: .backwards))
        let size = data[end.lowerBound + 12..<end.lowerBound + 16]
        let place = data[end.lowerBound + 16..<end.lowerBound + 20]
        data.removeSubrange(end.lowerBound...)
        // The end of a zip64 archive, its locator and the ordinary end that points to it.
        let start = UInt64(data.count)
        let count = little(UInt64(1_000_000_000))
        data += Data("PK\u{6}\u{6}".utf8) + little(UInt64(44)) + little(UInt32(0x002D_002D))
        data += little(UInt64(0)) + count + count
        data += size + Data(count: 4) + place + Data(count: 4)
        data += Data("PK\u{6}\u{7}".utf8) + little(UInt32(0)) + little(start) + little(UInt32(1))
        data += Data("PK\u{5}\u{6}".utf8) + little(UInt32(0)) + Data(repeating: 255, count: 12)
        data += little(UInt16(0))
        guard case .damaged? = try problem(data) else {
            Issue.record("the archive was read")
            return
        }
    }

    private func little<Number: FixedWidthInteger>(_ number: Number) -> Data {
        withUnsafeBytes(of: number.littleEndian) { Data($0) }
    }
}
