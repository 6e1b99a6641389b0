import FileTesting
import Foundation
import Testing
import ZipFiles

@Suite("Writing zip archives")
struct ZipWriterTests {
    private let folder: TemporaryFolder
    private var path: String { folder.url.appendingPathComponent("a.zip").path }
    private let contents = [Data("one".utf8), Data(), Data((0..<70_000).map { UInt8($0 % 251) })]
    private let names = ["b/ü.txt", "empty", "long"]

    private struct Refusal: Error, Equatable {}

    init() throws { folder = try TemporaryFolder() }

    @Test("names and bytes come back, checked by their sums")
    func roundTrip() throws {
        try ZipWriter(path: path).write(names) { contents[$0] }
        let archive = try ZipArchive(path: path)
        #expect(archive.entries.map(\.name) == names)
        for (entry, content) in zip(archive.entries, contents) {
            #expect(entry.isStored)
            #expect(try Data(archive.bytes(of: entry, limit: 1 << 20)) == content)
        }
    }

    @Test("the same files make the same archive, at any time")
    func repeatable() throws {
        try ZipWriter(path: path).write(names) { contents[$0] }
        let first = try Data(contentsOf: URL(fileURLWithPath: path))
        try FileManager.default.removeItem(atPath: path)
        try ZipWriter(path: path).write(names) { contents[$0] }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
    }

    @Test("a file that cannot be read ends it with that error, and what was there stays")
    func unreadable() throws {
        let before = Data("what was there".utf8)
        try before.write(to: URL(fileURLWithPath: path))
        #expect(throws: Refusal()) {
            try ZipWriter(path: path).write(names) { index in
                if index == 2 { throw Refusal() }
                return contents[index]
            }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(try folder.names() == ["a.zip"])
    }

    @Test("a folder that is not there is refused with a sentence")
    func missingFolder() throws {
        let missing = folder.url.appendingPathComponent("missing/a.zip").path
        let error = #expect(throws: ZipWritingError.self) {
            try ZipWriter(path: missing).write(names) { contents[$0] }
        }
        #expect(error?.archive == missing)
    }
}
