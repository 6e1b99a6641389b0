import CheckpointTesting
import FileTesting
import Foundation
import PyTorchFiles
import Testing

@Suite("Hostile and damaged checkpoints without archive")
struct HostileLegacyTests {
    private typealias Bytes = PickleBytes
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private let none = Data("N".utf8)

    /// A checkpoint of a tensor `x` of six elements and a tensor `y` of two.
    private func checkpoint(
        count: Int = 6, view: Data? = nil, shape: [Int] = [2, 3]
    ) -> LegacyCheckpoint {
        let x = Bytes.storage("10", count: count, view: view ?? none)
        let y = Bytes.storage("9", count: 2, view: none)
        let value = Bytes.dictionary([
            ("x", Bytes.tensor(x, shape: shape)), ("y", Bytes.tensor(y, shape: [2])),
        ])
        return LegacyCheckpoint(
            Bytes.whole(value), storages: [("10", [1, 2, 3, 4, 5, 6]), ("9", [7, 8])])
    }

    private func open(_ checkpoint: LegacyCheckpoint) throws -> PyTorchFile {
        try PyTorchFile(contentsOf: folder.checkpoint(checkpoint.file))
    }

    /// Why a file is refused, on opening it; the description has to be one sentence.
    private func problem(
        _ data: Data, _ location: SourceLocation = #_sourceLocation
    ) throws -> PyTorchFileError.Problem? {
        let url = try folder.checkpoint(data)
        let error = #expect(throws: PyTorchFileError.self, sourceLocation: location) {
            try PyTorchFile(contentsOf: url)
        }
        let sentence = error?.description ?? ""
        #expect(sentence.hasSuffix("."), sourceLocation: location)
        #expect(!sentence.contains("\n") && sentence.count < 700, sourceLocation: location)
        return error?.problem
    }

    @Test("what these tests write is right where nothing is made wrong")
    func harmless() throws {
        let file = try open(checkpoint())
        #expect(try file.floats("x", in: file.dictionaries[0]) == [1, 2, 3, 4, 5, 6])
        #expect(try file.floats("y", in: file.dictionaries[0]) == [7, 8])
    }

    @Test("a number or a version that is not PyTorch's is refused")
    func beginning() throws {
        var other = checkpoint()
        other.magicNumber = Bytes.whole(
            Bytes.long([0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x18]))
        #expect(try problem(other.file) == .barePickle)
        // Pickles of anybody: of a dictionary, of a small number, of a name that is not allowed.
        #expect(try problem(checkpoint().pickle) == .barePickle)
        #expect(try problem(Bytes.whole(Data("}".utf8))) == .barePickle)
        #expect(try problem(Bytes.whole(Bytes.integer(0x1950))) == .barePickle)
        let numpy = Bytes.global("numpy.core.multiarray", "_reconstruct")
        #expect(
            try problem(Bytes.whole(numpy)) == .global("numpy.core.multiarray._reconstruct"))
        for version in [Bytes.integer(1002), Bytes.integer(-1), Bytes.text("1001"), none] {
            var other = checkpoint()
            other.version = Bytes.whole(version)
            #expect(
                try problem(other.file) == .malformed(reason: "its format is not version 1001"))
        }
        other = checkpoint()
        other.machine = Bytes.whole(none)
        #expect(
            try problem(other.file)
                == .malformed(reason: "nothing about the machine that wrote it"))
    }

    @Test("an object in place of any of the pickles is refused by its name, and nothing is called")
    func globals() throws {
        let marker = folder.url.appendingPathComponent("was-run")
        let call = Bytes.whole(
            Bytes.call(Bytes.global("posix", "system"), Bytes.text("touch \(marker.path)")))
        for part in [
            \LegacyCheckpoint.magicNumber, \.version, \.machine, \.pickle, \.keys,
        ] {
            var other = checkpoint()
            other[keyPath: part] = call
            #expect(try problem(other.file) == .global("posix.system"))
        }
        #expect(!FileManager.default.fileExists(atPath: marker.path))
        // A whole module names its class with the source of it.
        let module = Bytes.tuple(
            Bytes.text("module"), Bytes.global("torch.nn.modules.linear", "Linear"),
            Bytes.text("linear.py"), Bytes.text("class Linear:"))
        let file = LegacyCheckpoint(Bytes.whole(module + Data("Q".utf8)), storages: []).file
        #expect(try problem(file) == .global("torch.nn.modules.linear.Linear"))
    }

    @Test("a file cut short anywhere is refused on opening, from four bytes on as damaged")
    func cutShort() throws {
        for data in [checkpoint().file, try Fixture.data("legacy-state.pth")] {
            for length in 0..<data.count {
                switch try problem(data.prefix(length)) {
                case .otherFormat?: #expect(length == 0)
                case .notACheckpoint?: #expect((1..<4).contains(length))
                case .damaged?: #expect(length >= 4)
                case let other: Issue.record("\(length) bytes: \(String(describing: other))")
                }
            }
        }
    }

    @Test("a list of storages that does not match the tensors is refused")
    func keys() throws {
        func problem(keys: Data) throws -> PyTorchFileError.Problem? {
            var other = checkpoint()
            other.keys = Bytes.whole(keys)
            return try self.problem(other.file)
        }
        func list(_ keys: String...) -> Data { Bytes.list(keys.map(Bytes.text)) }
        #expect(try problem(keys: list("10")) == .storage(key: "9", reason: "is missing"))
        #expect(try problem(keys: list()) == .storage(key: "10", reason: "is missing"))
        #expect(
            try problem(keys: list("10", "8"))
                == .storage(key: "8", reason: "belongs to no tensor"))
        #expect(
            try problem(keys: list("10", "10")) == .storage(key: "10", reason: "is there twice"))
        // The first one's count is then compared with the other's claim.
        #expect(
            try problem(keys: list("9", "10"))
                == .storage(key: "9", reason: "has another size than its tensor"))
        #expect(
            try problem(keys: list("10", "9", "10"))
                == .storage(key: "10", reason: "is there twice"))
        #expect(try problem(keys: none) == .malformed(reason: "no list of storages"))
        #expect(
            try problem(keys: Bytes.list([Bytes.integer(10)]))
                == .malformed(reason: "a storage without name"))
    }

    @Test("a count that does not match the tensors is refused")
    func counts() throws {
        for count in [0, 5, 7, -1, Int.max, Int.min, 6 << 56] {  // the last: the other byte order
            var other = checkpoint()
            other.storages.replaceSubrange(0..<8, with: LegacyCheckpoint.count(count))
            #expect(
                try problem(other.file)
                    == .storage(key: "10", reason: "has another size than its tensor"))
        }
        for count in [5, 7] {
            #expect(
                try problem(checkpoint(count: count, shape: [2]).file)
                    == .storage(key: "10", reason: "has another size than its tensor"))
        }
        #expect(
            try problem(checkpoint(count: -1, shape: [0]).file)
                == .malformed(reason: "a storage that is none"))
        // Two claims on one storage: the first one fits, and the other fails when it is asked for.
        let value = Bytes.dictionary([
            ("x", Bytes.tensor(Bytes.storage("0", count: 2, view: none), shape: [2])),
            ("y", Bytes.tensor(Bytes.storage("0", count: 1, view: none), shape: [1])),
        ])
        let file = try open(LegacyCheckpoint(Bytes.whole(value), storages: [("0", [1, 2])]))
        #expect(try file.floats("x", in: file.dictionaries[0]) == [1, 2])
        let error = #expect(throws: PyTorchFileError.self) {
            try file.floats("y", in: file.dictionaries[0])
        }
        #expect(
            error?.problem == .storage(key: "0", reason: "has another size than its tensor"))
    }

    @Test("a claim of 100 GB that file and tensors agree on allocates nothing")
    func hugeClaims() async {
        await #expect(processExitsWith: .success) {
            let tests = try HostileLegacyTests()
            try FuzzCases.limitMemory()
            for count in [25_000_000_000, 1 << 61, Int.max] {
                var other = tests.checkpoint(count: count, shape: [2])
                other.storages.replaceSubrange(0..<8, with: LegacyCheckpoint.count(count))
                switch try tests.problem(other.file) {
                case .damaged?: #expect(count < 1 << 61)
                case .storage(key: "10", _)?: #expect(count >= 1 << 61)  // in bytes, it overflows
                case let other: Issue.record("\(count): \(String(describing: other))")
                }
            }
        }
    }

    @Test("a view is the part of its storage that it names, and one outside of it is refused")
    func views() throws {
        func view(_ first: Data, _ length: Data) -> Data {
            Bytes.tuple(Bytes.text("11"), first, length)
        }
        func view(_ first: Int, _ length: Int) -> Data {
            view(Bytes.integer(first), Bytes.integer(length))
        }
        let file = try open(checkpoint(view: view(2, 3), shape: [3]))
        #expect(try file.floats("x", in: file.dictionaries[0]) == [3, 4, 5])
        guard
            case .impossibleTensor? = try problem(
                checkpoint(view: view(2, 3), shape: [4]).file)
        else {
            Issue.record("a tensor reaches out of its view")
            return
        }
        for wrong in [
            view(-1, 2), view(2, 5), view(7, 0), view(0, -1), view(.max, .max), view(1, .max),
            view(none, Bytes.integer(1)), Bytes.tuple(), Bytes.text("11"),
        ] {
            #expect(
                try problem(checkpoint(view: wrong, shape: [1]).file)
                    == .malformed(reason: "a view outside of its storage"))
        }
    }

    @Test("tensors of the oldest kind are read: a storage, an offset, a shape and strides alone")
    func oldest() throws {
        let tensor = Bytes.call(
            Bytes.global("torch._utils", "_rebuild_tensor"),
            Bytes.storage("0", count: 6, view: none), Bytes.integer(1),
            Bytes.tuple(Bytes.integer(2), Bytes.integer(2)),
            Bytes.tuple(Bytes.integer(1), Bytes.integer(3)))
        let value = Bytes.whole(Bytes.dictionary([("x", tensor)]))
        let file = try open(LegacyCheckpoint(value, storages: [("0", [1, 2, 3, 4, 5, 6])]))
        #expect(try file.floats("x", in: file.dictionaries[0]) == [2, 5, 3, 6])
    }

    @Test("pickles are read on wherever the part of the file ends that was read before")
    func parts() throws {
        // A text that grows moves everything behind it over the first 64 KiB.
        let plain = checkpoint()
        for length in stride(from: 65_536 - plain.file.count, to: 65_536, by: 7) {
            let text = Bytes.text(String(repeating: "x", count: length))
            var other = plain
            other.machine = Bytes.whole(Bytes.dictionary([("text", text)]))
            let file = try open(other)
            #expect(try file.floats("x", in: file.dictionaries[0]) == [1, 2, 3, 4, 5, 6])
            #expect(try file.floats("y", in: file.dictionaries[0]) == [7, 8])
        }
    }

    @Test("pickles of more than 16 MiB and of too many instructions are refused")
    func tooLarge() throws {
        var other = checkpoint()
        other.machine = Bytes.whole(Bytes.text(String(repeating: "x", count: 17 << 20)))
        #expect(try problem(other.file) == .tooLarge(reason: "more than \(16 << 20) bytes"))
        // Each pickle has half of the instructions that all may have, and a few.
        let items = Data(repeating: none[0], count: 1 << 19)
        let half = Bytes.whole(Data("}(".utf8) + items + Data("u".utf8))
        (other.machine, other.pickle) = (half, half)
        #expect(try problem(other.file) == .tooLarge(reason: "more than \(1 << 20) instructions"))
        // A list of 1,024 pairs, and 2,048 dictionaries of it, in a few kilobytes.
        let pair = Bytes.list([none, none])
        let pairs = Bytes.list([Data](repeating: pair, count: 1_024))
        let once = Data("q\u{2}".utf8) + Bytes.tuple(pairs) + Data("q\u{1}R".utf8)
        let again = Data("h\u{2}h\u{1}R".utf8)
        other = checkpoint()
        other.pickle = Bytes.whole(
            Bytes.global("collections", "OrderedDict") + once
                + (0..<2_048).reduce(Data()) { data, _ in data + again })
        #expect(try problem(other.file) == .tooLarge(reason: "more than \(1 << 20) instructions"))
    }

    @Test("a dictionary that is called with anything but pairs is refused")
    func pairs() throws {
        let fault = PyTorchFileError.Problem.malformed(
            reason: "a dictionary of something else than pairs")
        let name = Bytes.global("collections", "OrderedDict")
        for argument in [
            none, Bytes.text("x"), Bytes.list([none]), Bytes.list([Bytes.list([none])]),
            Bytes.list([Bytes.list([none, none, none])]), Bytes.tuple(none),
        ] {
            let pickle = Bytes.whole(Bytes.call(name, argument))
            #expect(try problem(LegacyCheckpoint(pickle, storages: []).file) == fault)
        }
    }

    @Test("a file that became shorter after it was opened gives an error, not a crash")
    func shortened() throws {
        let url = try folder.checkpoint(checkpoint().file)
        let file = try PyTorchFile(contentsOf: url)
        let handle = try FileHandle(forWritingTo: url)
        try handle.truncate(atOffset: UInt64(checkpoint().file.count - 20))
        let error = #expect(throws: PyTorchFileError.self) {
            try file.floats("x", in: file.dictionaries[0])
        }
        #expect(error?.problem == .damaged(reason: "it became shorter while it was read"))
    }
}
