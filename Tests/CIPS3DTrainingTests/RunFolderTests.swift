import CIPS3DTraining
import FileTesting
import Foundation
import Testing

@Suite("A run's folder")
struct RunFolderTests {
    private let parent: TemporaryFolder
    private let folder: RunFolder

    init() throws {
        parent = try TemporaryFolder()
        folder = RunFolder(url: parent.file("run"))
    }

    private func create() throws {
        let description = TinyTraining.description(parent.url, images: 8)
        try folder.create(TinyTraining.configuration, description)
    }

    @Test("configuration and description are read back as they were written")
    func roundTrip() throws {
        try create()
        #expect(try parent.names(in: "run") == ["config.json", "run.json", "snapshots"])
        let (configuration, description) = try folder.read()
        #expect(configuration == TinyTraining.configuration)
        #expect(description.seed == 5)
        #expect(description.goal == .kimg(0.008))
        #expect(description.data == parent.url.path)
    }

    @Test("a folder that holds another run is refused and left alone")
    func otherRun() throws {
        try create()
        let before = try Data(contentsOf: folder.descriptionURL)
        let error = #expect(throws: RunFolderError.self) { try create() }
        #expect(error == .holdsRun(folder.url.path))
        #expect(try Data(contentsOf: folder.descriptionURL) == before)
    }

    @Test(
        "a trace of a run is enough",
        arguments: ["stats.jsonl", "model", "snapshots/0.safetensors"])
    func traces(_ name: String) throws {
        let file = folder.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: file)
        #expect(throws: RunFolderError.holdsRun(folder.url.path)) { try create() }
    }

    @Test("a folder with somebody's files is refused; hidden ones do not hinder")
    func strangers() throws {
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        try Data().write(to: folder.url.appendingPathComponent("notes.txt"))
        #expect(throws: RunFolderError.notEmpty(folder.url.path, name: "notes.txt")) {
            try create()
        }
        try FileManager.default.moveItem(
            at: folder.url.appendingPathComponent("notes.txt"),
            to: folder.url.appendingPathComponent(".notes"))
        try create()
    }

    @Test("a file in its place is refused")
    func fileInPlace() throws {
        try Data("mine".utf8).write(to: folder.url)
        #expect(throws: RunFolderError.notAFolder(folder.url.path)) { try create() }
        #expect(try Data(contentsOf: folder.url) == Data("mine".utf8))
    }

    @Test("a folder that cannot be made is refused with the system's reason")
    func unwritable() throws {
        try Data().write(to: parent.file("file"))
        let below = RunFolder(url: parent.file("file").appendingPathComponent("run"))
        let error = #expect(throws: RunFolderError.self) {
            try below.create(
                TinyTraining.configuration, TinyTraining.description(parent.url, images: 8))
        }
        #expect(error?.description.contains("cannot be written (") == true)
        #expect(try parent.names() == ["file"])
    }

    @Test("resuming nothing, and a run without its description, are refused")
    func nothing() throws {
        #expect(throws: RunFolderError.noRun(folder.url.path)) { _ = try folder.read() }
        try create()
        try Data("{".utf8).write(to: folder.descriptionURL)
        #expect(throws: RunFolderError.noDescription(folder.descriptionURL.path)) {
            _ = try folder.read()
        }
    }

    @Test("names sort as numbers do, and the newest three snapshots are kept")
    func snapshots() throws {
        try create()
        let images = [0, 999, 1_000, 20_480, 100_000, 1_234_567]
        for count in images.shuffled() { try Data().write(to: folder.snapshotURL(images: count)) }
        #expect(
            folder.snapshots.map(\.path)
                == images.reversed().map { folder.snapshotURL(images: $0).path })
        folder.removeOldSnapshots()
        #expect(
            try parent.names(in: "run/snapshots") == [
                "000020.480.safetensors", "000100.000.safetensors", "001234.567.safetensors",
            ])
        #expect(folder.fakesURL(images: 32_016).lastPathComponent == "fakes-000032.016.png")
    }

    @Test("what a killed process left is removed, and nothing else")
    func unfinished() throws {
        try create()
        let names = [
            ".12ab.part", ".reals.png.3k2", ".fakes-000001.000.png.9z", "snapshots/.77.part",
        ]
        let others = ["notes.part", ".hidden"]
        for name in names + others {
            try Data().write(to: folder.url.appendingPathComponent(name))
        }
        folder.removeUnfinishedFiles()
        #expect(
            try parent.names(in: "run")
                == [".hidden", "config.json", "notes.part", "run.json", "snapshots"])
        #expect(try parent.names(in: "run/snapshots").isEmpty)
    }
}
