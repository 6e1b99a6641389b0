import Foundation
import Testing
import VideoFiles

@Suite("Naming videos")
struct VideoDestinationTests {
    @Test("the name chooses the format")
    func formats() throws {
        let folder = try TemporaryFolder()
        for (name, format) in [
            ("a.mp4", VideoDestination.Format.mp4), ("a.MP4", .mp4), ("a.gif", .gif),
            ("frames", .frames), ("take.2/", .frames),
        ] {
            let url = URL(fileURLWithPath: folder.url.path + "/" + name)
            #expect(try VideoDestination(url).format == format)
        }
    }

    @Test("another extension is refused before any work", arguments: ["a.avi", "a.png", "take.2"])
    func otherExtension(name: String) throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent(name)
        let error = #expect(throws: VideoError.self) { try VideoDestination(url) }
        #expect(
            error?.description
                == "\(url.path): a video cannot be written as .\(url.pathExtension); "
                + "name a .mp4 file, a .gif file or, without extension, a folder of PNG files.")
    }

    @Test("a missing folder above is refused")
    func missingParent() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: VideoError.self) {
            try VideoDestination(folder.url.appendingPathComponent("missing/a.mp4"))
        }
        #expect(error?.problem.contains("/missing does not exist") == true)
    }

    @Test("a folder that holds more than frames of an earlier run is refused and named")
    func occupiedFolder() throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("frames")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        #expect(try VideoDestination(url).format == .frames)
        try Data().write(to: url.appendingPathComponent("frame-0000.png"))
        #expect(try VideoDestination(url).format == .frames)
        for name in ["frame-.png", "frame-1a.png", "thesis.pdf"] {
            let other = url.appendingPathComponent(name)
            try Data().write(to: other)
            let error = #expect(throws: VideoError.self) { try VideoDestination(url) }
            #expect(error?.problem.contains(name) == true)
            try FileManager.default.removeItem(at: other)
        }
    }

    @Test("a file in a folder's way is refused")
    func fileInTheWay() throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("frames")
        try Data().write(to: url)
        let error = #expect(throws: VideoError.self) { try VideoDestination(url) }
        #expect(error?.problem == "a file of this name is in the folder's way")
    }
}
