import AtomicFiles
import Foundation
import Glibc
import SafeTensors
import Testing

@Suite("Replacing files in one step")
struct AtomicFileTests {
    @Test("a new file appears and an old one is replaced, with nothing else left behind")
    func replaces() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.json")
            for text in ["first, and longer", "second", ""] {
                try AtomicFile.write(Data(text.utf8), to: url)
                #expect(try String(contentsOf: url, encoding: .utf8) == text)
                #expect(try files(in: folder) == ["a.json"])
            }
        }
    }

    @Test("pieces are written in order, and a failure between them leaves the old file")
    func failsBetweenPieces() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.txt")
            try AtomicFile.write(to: url) { file in
                for piece in ["one ", "two ", "three"] { try file.write(Data(piece.utf8)) }
            }
            #expect(throws: CancellationError.self) {
                try AtomicFile.write(to: url) { file in
                    try file.write(Data("half".utf8))
                    throw CancellationError()
                }
            }
            #expect(try String(contentsOf: url, encoding: .utf8) == "one two three")
            #expect(try files(in: folder) == ["a.txt"])
        }
    }

    @Test("a reader never sees a half-written file under its name")
    func invisibleUntilWhole() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("a.txt")
            try AtomicFile.write(to: url) { file in
                try file.write(Data("half".utf8))
                #expect(!FileManager.default.fileExists(atPath: url.path))
            }
            #expect(FileManager.default.fileExists(atPath: url.path))
        }
    }

    @Test("permissions of the old file are kept")
    func permissions() throws {
        try withTemporaryFolder { folder in
            let url = folder.appendingPathComponent("secret")
            try AtomicFile.write(Data(), to: url)
            #expect(chmod(url.path, 0o640) == 0)
            try AtomicFile.write(Data("new".utf8), to: url)
            var status = stat()
            #expect(stat(url.path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o640)
        }
    }

    @Test("a symbolic link stays and the file behind it is replaced")
    func symbolicLink() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("file")
            let link = folder.appendingPathComponent("link")
            try AtomicFile.write(Data("old".utf8), to: file)
            #expect(symlink("file", link.path) == 0)
            try AtomicFile.write(Data("new".utf8), to: link)
            #expect(try String(contentsOf: file, encoding: .utf8) == "new")
            let target = try FileManager.default.destinationOfSymbolicLink(atPath: link.path)
            #expect(target == "file")
        }
    }

    @Test("a folder, a pipe, a device, a missing folder and an endless name are refused")
    func refused() throws {
        try withTemporaryFolder { folder in
            let pipe = folder.appendingPathComponent("pipe")
            #expect(mkfifo(pipe.path, 0o600) == 0)
            let endless = String(repeating: "n", count: 300)
            let cases: [(URL, Int32)] = [
                (folder, EISDIR), (pipe, ENOTSUP), (URL(fileURLWithPath: "/dev/null"), ENOTSUP),
                (folder.appendingPathComponent("absent/a"), ENOENT),
                (folder.appendingPathComponent(endless), ENAMETOOLONG),
            ]
            for (url, code) in cases {
                let error = #expect(throws: AtomicFileError.self) {
                    try AtomicFile.write(Data("x".utf8), to: url)
                }
                #expect(error?.code == code, "\(url.lastPathComponent.prefix(10))")
                #expect(error?.description.contains(String(cString: strerror(code))) == true)
            }
            let left = try files(in: folder)
            #expect(left == ["pipe"])
        }
    }

    @Test("a writer that outlives its closure fails instead of writing into another file")
    func escapedWriter() throws {
        try withTemporaryFolder { folder in
            var escaped: AtomicFileWriter?
            try AtomicFile.write(to: folder.appendingPathComponent("a")) { escaped = $0 }
            let writer = try #require(escaped)
            let error = #expect(throws: AtomicFileError.self) { try writer.write(Data([1])) }
            #expect(error?.code == EBADF)
        }
    }
}
