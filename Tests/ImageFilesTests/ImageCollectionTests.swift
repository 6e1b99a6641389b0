import FileTesting
import Foundation
import ImageFiles
import ImageReading
import ParallelWork
import Testing

@Suite("Collections of images")
struct ImageCollectionTests {
    @Test("a folder lists its images by path, whatever their case, and nothing hidden")
    func folder() throws {
        let folder = try TemporaryFolder()
        let png = try Fixture.data("rgb.png")
        for name in [
            "b/2.JPG", "b/1.png", "a.Jpeg", "c.pgm", "c.ppm", ".hidden.png", ".git/a.png",
            "__MACOSX/a.png", "png", "b/deep/er/x.png", "d.jfif", "e.picture",
        ] {
            try folder.write(png, to: name)
        }
        try folder.write(Data("text".utf8), to: "notes.txt")
        try folder.write(Data("PK\u{3}\u{4}".utf8), to: "more")
        let images = try ImageCollection(path: folder.url.path)
        #expect(
            (0..<images.count).map(images.name) == [
                "a.Jpeg", "b/1.png", "b/2.JPG", "b/deep/er/x.png", "c.pgm", "c.ppm", "d.jfif",
                "e.picture", "png",
            ])
        #expect(images.leftOut.map(\.name) == ["more", "notes.txt"])
        #expect(
            images.leftOut.byReason
                == "1 × a zip archive: archives inside are not looked into, 1 × no picture")
        #expect(try images.image(at: 2) == Fixture.image("rgb.png"))
        #expect(try images.data(at: 2) == png)
    }

    @Test("an archive lists its images by path and reads stored and packed ones")
    func archive() throws {
        let images = try ImageCollection(path: Fixture.url("archive.zip").path)
        #expect((0..<images.count).map(images.name) == ["0.pgm", "faces/a.png", "faces/b.PPM"])
        #expect(try images.image(at: 0) == Fixture.image("binary.pgm"))
        #expect(try images.image(at: 1) == Fixture.image("rgb.png"))
        #expect(try images.data(at: 2) == Fixture.data("binary.ppm"))
    }

    @Test("links to folders are followed, and a loop of links ends")
    func links() throws {
        let folder = try TemporaryFolder()
        let elsewhere = try TemporaryFolder()
        try folder.write(Fixture.data("rgb.png"), to: "a/1.png")
        try elsewhere.write(Fixture.data("rgb.png"), to: "2.png")
        let manager = FileManager.default
        try manager.createSymbolicLink(
            atPath: folder.url.path + "/a/loop", withDestinationPath: folder.url.path)
        try manager.createSymbolicLink(
            atPath: folder.url.path + "/linked", withDestinationPath: elsewhere.url.path)
        let images = try ImageCollection(path: folder.url.path)
        #expect((0..<images.count).map(images.name) == ["a/1.png", "linked/2.png"])
    }

    @Test("an unreadable image is named with its folder or archive")
    func namesInErrors() throws {
        let folder = try TemporaryFolder()
        try folder.write(Data("no image".utf8), to: "a/bad.png")
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.path + "/dangling.png", withDestinationPath: "/missing")
        let images = try ImageCollection(path: folder.url.path + "/")
        let bad = #expect(throws: ImageError.self) { try images.image(at: 0) }
        #expect(bad?.place == folder.url.path + "/a/bad.png")
        #expect(images.count == 1)
        #expect(images.leftOut.map(\.name) == ["dangling.png"])
    }

    @Test("names are bytes: what is not UTF-8 is found, read and named")
    func foreignNames() throws {
        let folder = try TemporaryFolder()
        let path = Array(folder.url.path.utf8) + Array("/caf".utf8) + [0xE9] + Array(".png\0".utf8)
        let png = try Fixture.data("rgb.png")
        let file = path.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { fopen($0.baseAddress, "w") }
        }
        let written = png.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        fclose(file)
        #expect(written == png.count)
        let images = try ImageCollection(path: folder.url.path)
        #expect(images.count == 1 && images.name(at: 0) == "caf\u{FFFD}.png")
        #expect(try images.image(at: 0) == Fixture.image("rgb.png"))
        #expect(images.byteCount(at: 0) == UInt64(png.count))
    }

    @Test("what is no regular file is left out, and is not waited for where it becomes one")
    func specialFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write(Fixture.data("rgb.png"), to: "0.png")
        try folder.write(Fixture.data("rgb.png"), to: "1.png")
        #expect(mkfifo(folder.url.path + "/pipe.png", 0o600) == 0)
        let images = try ImageCollection(path: folder.url.path)
        #expect(images.count == 2)
        #expect(images.leftOut == [LeftOut(name: "pipe.png", reason: "a named pipe")])
        try FileManager.default.removeItem(atPath: folder.url.path + "/1.png")
        #expect(mkfifo(folder.url.path + "/1.png", 0o600) == 0)
        let error = #expect(throws: ImageError.self) { try images.image(at: 1) }
        #expect(error?.problem.contains("no regular file") == true)
        let pipe = #expect(throws: ImageError.self) {
            try ImageCollection(path: folder.url.path + "/pipe.png")
        }
        #expect(pipe?.problem == "this is a named pipe")
    }

    @Test("an archive from Windows has folders, whatever stands between them")
    func windowsArchive() throws {
        let images = try ImageCollection(path: Fixture.url("windows.zip").path)
        #expect((0..<images.count).map(images.name) == ["photos\\a.png"])
        #expect(images.leftOut.isEmpty)
    }

    @Test("an archive of another kind is called what it is")
    func otherArchive() throws {
        let folder = try TemporaryFolder()
        try folder.write(Data([0x1F, 0x8B, 8, 0]), to: "photos.gz")
        let error = #expect(throws: ImageError.self) {
            try ImageCollection(path: folder.url.path + "/photos.gz")
        }
        #expect(error?.problem == "the file is a gzip archive, and only zip archives are read")
    }

    @Test(
        "what cannot be unpacked is named with its method",
        arguments: [
            ("lzma.zip", "1 × compressed with LZMA, which is not read"),
            ("inner.zip", "1 × an empty zip archive: archives inside are not looked into"),
        ])
    func unreadableEntries(name: String, reason: String) throws {
        let path = try Fixture.url(name).path
        let error = #expect(throws: ImageError.self) { try ImageCollection(path: path) }
        #expect(error?.problem == "the archive holds no image (\(reason))")
    }

    @Test("a missing path, a folder without images and a file that is no archive are refused")
    func nothingThere() throws {
        let folder = try TemporaryFolder()
        try folder.write(Data("text".utf8), to: "notes.txt")
        for (path, words) in [
            (folder.url.path + "/missing", "no such folder or file"),
            (folder.url.path, "holds no image (1 × no picture)"),
            (folder.url.path + "/notes.txt", "Not a zip archive"),
        ] {
            let error = #expect(throws: ImageError.self) { try ImageCollection(path: path) }
            #expect(error?.place == path)
            #expect(error?.problem.contains(words) == true, "\(error?.description ?? "")")
        }
    }

    @Test("an archive cut short anywhere is refused or its images are")
    func truncatedArchive() throws {
        let folder = try TemporaryFolder()
        let data = try Fixture.data("archive.zip")
        for length in 0..<data.count {
            try folder.write(data.prefix(length), to: "cut.zip")
            #expect(throws: ImageError.self, "cut to \(length) bytes") {
                let images = try ImageCollection(path: folder.url.path + "/cut.zip")
                for index in 0..<images.count { _ = try images.image(at: index) }
            }
        }
    }

    @Test("an archive with a changed byte is read or refused")
    func changedArchive() throws {
        let folder = try TemporaryFolder()
        let data = try Fixture.data("archive.zip")
        var refused = 0
        for offset in data.indices {
            var edited = data
            edited[offset] ^= 0x55
            try folder.write(edited, to: "edited.zip")
            do {
                let images = try ImageCollection(path: folder.url.path + "/edited.zip")
                for index in 0..<images.count { _ = try images.image(at: index) }
            } catch { refused += 1 }
        }
        #expect(refused > 0)
    }

    @Test("an entry whose bytes do not fit their CRC is refused with entry and archive")
    func wrongCRC() throws {
        let folder = try TemporaryFolder()
        var data = try Fixture.data("archive.zip")
        // The stored entry holds the PNG as it is: change a byte of its last chunk's end, which
        // only the CRC of the archive covers when the entry is read as bytes.
        let png = try #require(data.range(of: try Fixture.data("rgb.png")))
        data[png.upperBound - 1] ^= 1
        try folder.write(data, to: "wrong.zip")
        let path = folder.url.path + "/wrong.zip"
        let images = try ImageCollection(path: path)
        let error = #expect(throws: ImageError.self) { try images.data(at: 1) }
        #expect(error?.place == "faces/a.png in \(path)")
        #expect(error?.problem.contains("CRC") == true)
        #expect(try images.image(at: 2) == Fixture.image("binary.ppm"))
    }

    @Test("several threads read one archive at once")
    func threads() throws {
        let images = try ImageCollection(path: Fixture.url("archive.zip").path)
        let expected = try (0..<images.count).map { try images.image(at: $0) }
        ThreadTeam(8).forEach(300) { iteration in
            let index = iteration % images.count
            #expect((try? images.image(at: index)) == expected[index])
        }
    }
}
