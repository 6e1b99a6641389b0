import CheckpointTesting
import FileTesting
import Foundation
import PyTorchFiles
import Testing

@Suite("Hostile pickles")
struct HostilePickleTests {
    private typealias Bytes = PickleBytes
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open(
        _ pickle: Data, records: [(String, Data)] = []
    ) throws -> PyTorchFile {
        try PyTorchFile(
            contentsOf: folder.checkpoint(CheckpointBytes.archive(pickle, records: records)))
    }

    /// The problem of a pickle, whose description has to be one sentence.
    private func problem(
        _ pickle: Data, records: [(String, Data)] = [],
        _ location: SourceLocation = #_sourceLocation
    ) -> PyTorchFileError.Problem? {
        let error = #expect(throws: PyTorchFileError.self, sourceLocation: location) {
            let file = try open(pickle, records: records)
            for dictionary in file.dictionaries {
                for name in dictionary.tensors.keys { _ = try file.floats(name, in: dictionary) }
            }
        }
        let sentence = error?.description ?? ""
        #expect(sentence.hasSuffix("."), sourceLocation: location)
        #expect(!sentence.contains("\n") && sentence.count < 700, sourceLocation: location)
        return error?.problem
    }

    private func tensor(
        count: Int = 6, offset: Int = 0, shape: [Int], strides: [Int]? = nil
    ) -> Data {
        let storage = Bytes.storage("0", count: count)
        return Bytes.whole(
            Bytes.dictionary([
                ("x", Bytes.tensor(storage, offset: offset, shape: shape, strides: strides))
            ]))
    }

    private let sixFloats = [("data/0", CheckpointBytes.floats([1, 2, 3, 4, 5, 6]))]

    @Test("what these tests write is right where nothing is made wrong")
    func harmless() throws {
        let file = try open(tensor(shape: [2, 3]), records: sixFloats)
        #expect(try file.floats("x", in: file.dictionaries[0]) == [1, 2, 3, 4, 5, 6])
    }

    @Test(
        "a file that is an object of anything is refused by its name, and nothing is called",
        arguments: [
            ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("builtins", "getattr"),
            ("torch", "load"), ("torch.storage", "_load_from_bytes"), ("torch.nn", "Linear"),
            ("collections", "OrderedDict.fromkeys"), ("", ""),
        ])
    func globals(_ module: String, _ name: String) throws {
        let marker = folder.url.appendingPathComponent("was-run")
        let call = Bytes.call(Bytes.global(module, name), Bytes.text("touch \(marker.path)"))
        #expect(problem(Bytes.whole(call)) == .global("\(module).\(name)"))
        // The same by the instruction of later protocols.
        let later = Bytes.text(module) + Bytes.text(name) + Data([0x93])
        #expect(problem(Bytes.whole(later)) == .global("\(module).\(name)"))
        #expect(!FileManager.default.fileExists(atPath: marker.path))
    }

    @Test("a name full of escape sequences is shown without them")
    func printable() throws {
        let name = "\u{1B}[31m" + String(repeating: "x", count: 900)
        let error = #expect(throws: PyTorchFileError.self) {
            try open(Bytes.whole(Bytes.global("m", name)))
        }
        #expect(error?.description.contains("\u{1B}") == false)
        #expect((error?.description.count ?? 1_000) < 500)
    }

    @Test("shapes, strides and offsets outside of the storage are refused")
    func outside() {
        let (large, half) = (Int.max, Int.max / 2)
        let wrong: [(offset: Int, shape: [Int], strides: [Int]?)] = [
            (1, [2, 3], nil), (0, [7], nil), (0, [2, 3], [3, 2]), (6, [1], nil), (-1, [2], nil),
            (0, [-1], nil), (0, [2], [-1]), (large, [1], nil), (0, [large], nil),
            (0, [half, 4], [1, 1]), (0, [2], [large]), (1, [2], [large]),
            (0, [2, 2], [half, large]),
            (0, [2, 3], [3]), (0, [large, large, large], [0, 0, 0]),
            (0, [Int](repeating: 1, count: 65), nil),
        ]
        for (offset, shape, strides) in wrong {
            let found = problem(
                tensor(offset: offset, shape: shape, strides: strides), records: sixFloats)
            guard case .impossibleTensor? = found else {
                Issue.record("\(offset) \(shape) \(strides ?? []): \(String(describing: found))")
                continue
            }
        }
    }

    @Test("a claim of 100 GB allocates nothing, neither as a storage nor as a shape")
    func hugeClaims() {
        let huge = 25_000_000_000
        let storage = problem(tensor(count: huge, shape: [huge]), records: sixFloats)
        #expect(
            storage == .record(name: "archive/data/0", reason: "has another size than its storage"))
        let overflowing = problem(tensor(count: .max, shape: [1]), records: sixFloats)
        #expect(overflowing == storage)
        let shape = problem(tensor(shape: [huge], strides: [0]), records: sixFloats)
        #expect(shape == .repeated(elements: huge, storage: 6))
    }

    @Test("lengths that are fractions, NaN or text are refused")
    func notWhole() {
        for length in [Bytes.fraction(.nan), Bytes.fraction(2), Bytes.text("2"), Data("N".utf8)] {
            let tensor = Bytes.call(
                Bytes.global("torch._utils", "_rebuild_tensor_v2"), Bytes.storage("0", count: 6),
                Bytes.integer(0), Bytes.tuple(length), Bytes.tuple(Bytes.integer(1)))
            #expect(
                problem(Bytes.whole(Bytes.dictionary([("x", tensor)])), records: sixFloats)
                    == .impossibleTensor(reason: "a length or stride that is no whole number"))
        }
    }

    @Test("a storage without its record, with a short one or with a negative size is refused")
    func records() {
        let missing = problem(tensor(shape: [6]))
        #expect(missing == .record(name: "archive/data/0", reason: "is missing"))
        let short = [("data/0", CheckpointBytes.floats([1, 2, 3, 4, 5]))]
        #expect(
            problem(tensor(shape: [6]), records: short)
                == .record(name: "archive/data/0", reason: "has another size than its storage"))
        #expect(
            problem(tensor(count: -1, shape: [0]))
                == .malformed(reason: "a storage that is none"))
        let elsewhere = Bytes.tensor(Bytes.storage("../data.pkl", count: 1), shape: [1])
        guard
            case .record? = problem(Bytes.whole(Bytes.dictionary([("x", elsewhere)])))
        else {
            Issue.record("a storage that is no record")
            return
        }
    }

    @Test("a memo of four thousand million places takes no memory, and empty ones are refused")
    func memo() throws {
        // LONG_BINPUT 0xFFFFFFFF, LONG_BINGET of the same, and of another.
        let put = Data("}r".utf8) + Data([255, 255, 255, 255])
        let file = try open(Bytes.whole(put + Data("j".utf8) + Data([255, 255, 255, 255])))
        #expect(file.dictionaries.count == 1)
        #expect(
            problem(Bytes.whole(Data("j".utf8) + Data([1, 0, 0, 0])))
                == .malformed(reason: "memo 1 is empty"))
    }

    @Test("nesting of any depth neither overflows the stack nor multiplies")
    func nesting() throws {
        // Tuples in tuples, and dictionaries in dictionaries, 200,000 deep.
        let depth = 200_000
        let tuples = Data(")".utf8) + Data(repeating: 0x85, count: depth)
        #expect(problem(Bytes.whole(tuples)) == .notADictionary)
        let key = Bytes.text("k")
        let opened = (0..<depth).reduce(into: Data()) { data, _ in data += Data("}".utf8) + key }
        let inner = opened + Data("}".utf8) + Data(repeating: 0x73, count: depth)
        let file = try open(Bytes.whole(inner))
        #expect(file.dictionaries.count < 20)
        // Each of 60 levels holds the next one twice: 2^60 ways down, 61 dictionaries.
        let twice = (0..<60).reduce(Data("}q\0".utf8)) { data, _ in
            data + Data("}(".utf8) + Bytes.text("a") + Data("h\0".utf8) + Bytes.text("b")
                + Data("h\0uq\0".utf8)
        }
        #expect(try open(Bytes.whole(twice)).dictionaries.count < 20)
        // A dictionary that holds itself.
        let circle = Data("}q\0".utf8) + Bytes.text("me") + Data("h\0s".utf8)
        #expect(try open(Bytes.whole(circle)).dictionaries.count == 1)
    }

    @Test("values, marks and ends that are missing are refused")
    func incomplete() {
        for body in [
            "t", "s", "u", "(s", "R", "Q", "b", "}(", "q\0", "}X", "X\u{7F}\u{7F}\u{7F}", "c",
        ] {
            #expect(problem(Data([0x80, 2]) + Data(body.utf8)) != nil, "\(body)")
            #expect(problem(Bytes.whole(Data(body.utf8))) != nil, "\(body)")
        }
        #expect(problem(Data()) != nil)
        #expect(problem(Data([0x80])) != nil)
        // Lengths that are larger than what follows: BINUNICODE and BINUNICODE8.
        #expect(problem(Bytes.whole(Data("X".utf8) + Data([255, 255, 255, 255]))) != nil)
        #expect(problem(Bytes.whole(Data([0x8D] + [UInt8](repeating: 255, count: 8)))) != nil)
        // Text that is not UTF-8.
        #expect(
            problem(Bytes.whole(Data("}X".utf8) + Data([1, 0, 0, 0, 0xFF]) + Data("Ns".utf8)))
                != nil)
    }

    @Test("a pickle of too many instructions ends in time")
    func tooLong() {
        let pickle = Data([0x80, 2]) + Data(repeating: 0x5D, count: 2 << 20)
        guard case .tooLarge? = problem(pickle) else {
            Issue.record("two million lists were read")
            return
        }
    }

    @Test("a key that comes twice, and a file without dictionary, are refused")
    func keys() {
        let twice = Bytes.dictionary([("x", Data("N".utf8)), ("x", Data("N".utf8))])
        #expect(
            problem(Bytes.whole(twice)) == .malformed(reason: "the key \"x\" comes twice"))
        for value in [Data("N".utf8), Data("]".utf8), Bytes.text("x"), Bytes.integer(1)] {
            #expect(problem(Bytes.whole(value)) == .notADictionary)
        }
    }
}
