import CheckpointTesting
import FileTesting
import Foundation
import PyTorchFiles
import Testing

/// What training scripts put beside the weights.
@Suite("Checkpoints that people bring")
struct BroughtCheckpointTests {
    private let file: PyTorchFile

    init() throws { file = try Fixture.file("brought.pth") }

    private func dictionary(_ path: String...) throws -> PyTorchDictionary {
        try #require(file.dictionaries.first { $0.path == path })
    }

    @Test("tensors are read, however they were wrapped")
    func tensors() throws {
        let state = try dictionary("state")
        #expect(try file.floats("weight", in: state) == [0, 1, 2, 3, 4, 5])
        #expect(try file.floats("buffer", in: state) == [7, 8])
        #expect(try file.floats("parameter", in: state) == [9])
    }

    @Test("dictionaries of a class that is not known are dictionaries")
    func otherDictionaries() throws {
        #expect(try file.floats("inner", in: dictionary("settings")) == [5])
        #expect(try file.floats("inside", in: dictionary("default")) == [6])
    }

    @Test("numbers of eight bits are those that PyTorch makes of them")
    func eightBits() throws {
        let eighths = try dictionary("eighths")
        #expect(eighths.tensors.count == 4)
        for name in eighths.tensors.keys {
            let expected = try file.floats(name, in: dictionary("expected"))
            let found = try file.floats(name, in: eighths)
            #expect(found.count == expected.count)
            for (a, b) in zip(found, expected) {
                #expect(a == b || a.isNaN && b.isNaN, "\(name) \(a) \(b)")
            }
        }
    }

    @Test(
        "files of other kinds are told by their first bytes",
        arguments: [
            ("<!DOCTYPE html><html>Quota exceeded", "is a web page"), ("\n<html>", "is a web page"),
            ("version https://git-lfs.github.com/spec/v1\n", "is a pointer of Git LFS"),
            ("BZh9", "is a bzip2 archive"), ("%PDF-1.7", "is a PDF"), ("", "is empty"),
            ("anything", "is not a PyTorch checkpoint"),
        ])
    func otherFormats(content: String, words: String) throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("weights.pth")
        try Data(content.utf8).write(to: url)
        let error = #expect(throws: PyTorchFileError.self) { try PyTorchFile(contentsOf: url) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(
        "safetensors are told whatever their length begins like: a pickle, an icon, a JPEG XL, gzip",
        arguments: [UInt64(64), 640, 66_176, 65_536, 2_815, 35_615])
    func safeTensors(length: UInt64) throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("weights.bin")
        let start = withUnsafeBytes(of: length.littleEndian) { Data($0) }
        try (start + Data("{".utf8) + Data(count: 100)).write(to: url)
        let error = #expect(throws: PyTorchFileError.self) { try PyTorchFile(contentsOf: url) }
        #expect(error?.problem == .otherFormat(.safeTensors))
    }

    @Test("tensors of classes of the first kind, and those that go to an accelerator, are read")
    func otherMakers() throws {
        let plain = PickleBytes.tensor(PickleBytes.storage("0", count: 2), shape: [2])
        let arguments = PickleBytes.tuple(
            PickleBytes.storage("0", count: 2), PickleBytes.integer(0),
            PickleBytes.tuple(PickleBytes.integer(2)), PickleBytes.tuple(PickleBytes.integer(1)))
        let items = [
            (
                "typed",
                PickleBytes.call(
                    PickleBytes.global("torch._tensor", "_rebuild_from_type"),
                    PickleBytes.global("torch._utils", "_rebuild_tensor_v2"),
                    PickleBytes.global("somebody", "Weights"), arguments)
            ),
            (
                "moved",
                PickleBytes.call(
                    PickleBytes.global("torch._utils", "_rebuild_device_tensor_from_cpu_tensor"),
                    plain, PickleBytes.global("torch", "float32"), PickleBytes.text("xla:0"))
            ),
        ]
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("weights.pth")
        try CheckpointBytes.archive(
            PickleBytes.whole(PickleBytes.dictionary(items)),
            records: [("data/0", CheckpointBytes.floats([3, 4]))]
        ).write(to: url)
        let file = try PyTorchFile(contentsOf: url)
        for name in ["typed", "moved"] {
            #expect(try file.floats(name, in: file.dictionaries[0]) == [3, 4])
        }
    }

    @Test("objects beside the weights are named with their classes, and none is made")
    func foreignObjects() throws {
        let root = try dictionary()
        #expect(
            Set(root.otherKeys) == [
                "best", "curve", "args", "seen", "frozen", "path", "date", "big", "bytes",
            ])
        let classes = root.foreign
        #expect(classes["args"] == "argparse.Namespace")
        #expect(classes["path"] == "pathlib.PurePosixPath")
        #expect(classes["date"] == "datetime.datetime")
        #expect(classes["best"]?.contains("numpy") == true)
        #expect(classes["curve"]?.contains("numpy") == true)
        #expect(classes["seen"]?.hasSuffix("set") == true)
        #expect(classes["big"] == nil)
    }
}
