import CIPS3DTraining
import FileTesting
import Foundation
import Glibc
import ImageFiles
import ParallelWork
import Testing

@Suite("A set of photographs")
struct PhotoSetTests {
    private let folder: TemporaryFolder
    private let notices = Notices()

    init() throws { folder = try TemporaryFolder() }

    private func open(_ url: URL, size: Int = 16, cacheMegabytes: Int = 64) throws -> PhotoSet {
        try PhotoSet(
            path: url.path, size: size, cacheMegabytes: cacheMegabytes, decodingMegabytes: 64,
            notify: { [notices] in notices.add($0) })
    }

    @Test("corrupt images are named once, and the next good one stands in, from any thread")
    func corruptOnes() throws {
        try Photographs.fill(folder.url, count: 6)
        try Photographs.addRubbish(["003b.png", "005b.jpg"], to: folder.url)
        let photographs = try open(folder.url, cacheMegabytes: 0)
        #expect(photographs.count == 8)
        ThreadTeam(8).forEach(80) { i in
            _ = try? photographs.photograph(i % 8)
        }
        #expect(try photographs.photograph(4) == Photographs.image(4))
        #expect(try photographs.photograph(7) == Photographs.image(0))
        let reasons = notices.unreadable
        #expect(reasons.count == 2)
        for name in ["003b.png", "005b.jpg"] {
            #expect(reasons.filter { $0.contains(name) }.count == 1)
        }
    }

    @Test("one that several threads find corrupt at the same time is named once")
    func race() throws {
        // The first look takes 256 of 300, evenly: it passes over the seventh.
        try Photographs.fill(folder.url, count: 300)
        // Large and cut short in the end, so that finding out takes long enough to meet.
        try Photographs.image(6, side: 1_500).pngData().dropLast(64)
            .write(to: folder.file("006.png"))
        let photographs = try open(folder.url)
        #expect(notices.all.isEmpty)
        ThreadTeam(8).forEach(64) { _ in
            _ = try? photographs.photograph(6)
        }
        #expect(notices.unreadable.count == 1)
        #expect(try photographs.photograph(6) == Photographs.image(7))
    }

    @Test(
        "one that is gone or has become a pipe since it was listed is named, and the next stands in"
    )
    func gone() throws {
        // The first look takes 256 of 300, evenly: it passes over these.
        try Photographs.fill(folder.url, count: 300)
        let photographs = try open(folder.url)
        let (gone, pipe) = (folder.file("006.png"), folder.file("013.png"))
        for file in [gone, pipe] { try FileManager.default.removeItem(at: file) }
        #expect(mkfifo(pipe.path, 0o600) == 0)
        #expect(notices.all.isEmpty)
        #expect(try photographs.photograph(6) == Photographs.image(7))
        #expect(try photographs.photograph(13) == Photographs.image(14))
        #expect(notices.unreadable.count == 2)
        #expect(notices.unreadable.first?.contains("006.png") == true)
    }

    @Test("half of the images may be corrupt, more than half stop")
    func mostlyCorrupt() throws {
        try Photographs.fill(folder.url, count: 3)
        try Photographs.addRubbish(["a.png", "b.png", "c.png"], to: folder.url)
        _ = try open(folder.url)
        try Photographs.addRubbish(["d.png"], to: folder.url)
        let error = #expect(throws: PhotoSetError.self) { _ = try open(folder.url) }
        #expect(
            error?.description
                == "\(folder.url.path): 4 of 7 images cannot be read; mend or remove them first.")
    }

    @Test("a folder without image and a path that does not exist are refused")
    func nothingThere() {
        #expect(throws: ImageError.self) { _ = try open(folder.url) }
        #expect(throws: ImageError.self) { _ = try open(folder.file("absent")) }
    }

    @Test("images that become unreadable during a run stop it")
    func vanished() throws {
        let data = folder.file("data")
        try Photographs.fill(data, count: 9)
        let photographs = try open(data, cacheMegabytes: 0)
        try FileManager.default.removeItem(at: data)
        #expect(throws: PhotoSetError.self) { _ = try photographs.photograph(2) }
        #expect(notices.unreadable.count == 5)
    }

    @Test("smaller images are enlarged, and said so once")
    func small() throws {
        try Photographs.fill(folder.url, count: 4, side: 12)
        let photographs = try open(folder.url, size: 32)
        for index in 0..<4 {
            let image = try photographs.photograph(index)
            #expect(image.width == 32 && image.height == 32)
        }
        #expect(notices.all == [.enlarged(name: "000.png", width: 12, height: 12, size: 32)])
    }

    @Test("the middle square is cut out and reduced")
    func middle() throws {
        // White beside a middle of grey.
        let pixels = (0..<64 * 32).flatMap { place in
            [UInt8](repeating: (16..<48).contains(place % 64) ? 90 : 255, count: 3)
        }
        try Image(width: 64, height: 32, pixels: pixels).writePNG(to: folder.file("wide.png"))
        let image = try open(folder.url).photograph(0)
        #expect(image.pixels == [UInt8](repeating: 90, count: 16 * 16 * 3))
        #expect(notices.all.isEmpty)
    }

    @Test("photographs stay in memory while they fit the budget, and no longer")
    func budget() throws {
        let data = folder.file("data")
        // 512 x 512 x 3 bytes are three quarters of a MiB: one fits into 1, three into 3. Which one
        // stays depends on the threads that look at the sample.
        try Photographs.fill(data, count: 3)
        let (one, all) = (
            try open(data, size: 512, cacheMegabytes: 1),
            try open(data, size: 512, cacheMegabytes: 3)
        )
        try FileManager.default.removeItem(at: data)
        for index in 0..<3 { #expect(try all.photograph(index).width == 512) }
        #expect(throws: PhotoSetError.self) {
            for index in 0..<3 { _ = try one.photograph(index) }
        }
    }

    @Test("a zip is opened once: it may even be deleted")
    func zip() throws {
        let archive = folder.file("photographs.zip")
        try Photographs.zip(to: archive, count: 5)
        let photographs = try open(archive, cacheMegabytes: 0)
        try FileManager.default.removeItem(at: archive)
        for index in 0..<5 {
            #expect(try photographs.photograph(index) == Photographs.image(index))
        }
    }

    @Test("a zip that is cut short is refused")
    func cutShort() throws {
        let archive = folder.file("photographs.zip")
        try Photographs.zip(to: archive, count: 5)
        let whole = try Data(contentsOf: archive)
        for length in [0, 10, whole.count / 2, whole.count - 1] {
            try whole.prefix(length).write(to: archive)
            #expect(throws: ImageError.self) { _ = try open(archive) }
        }
    }
}
