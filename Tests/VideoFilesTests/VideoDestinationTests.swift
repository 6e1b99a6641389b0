import FileTesting
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
            ("a.webm", .webm), ("frames", .frames), ("take.2/", .frames), ("take.2", .frames),
            ("v.avi/", .frames),
        ] {
            let url = URL(fileURLWithPath: folder.url.path + "/" + name)
            #expect(try VideoDestination(url).format == format)
        }
    }

    @Test("another extension is refused before any work", arguments: ["a.avi", "a.png", "a.MKV"])
    func otherExtension(name: String) throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent(name)
        let error = #expect(throws: VideoError.self) { try VideoDestination(url) }
        #expect(
            error?.description
                == "\(url.path): a video cannot be written as .\(url.pathExtension.lowercased()); "
                + "name a .mp4, .webm or .gif file, or a folder of PNG files.")
    }

    @Test("folders above need not be there, but nothing else may be in their place")
    func missingParent() throws {
        let folder = try TemporaryFolder()
        _ = try VideoDestination(folder.url.appendingPathComponent("missing/too/a.mp4"))
        #expect(try folder.names() == [])
        try Data().write(to: folder.url.appendingPathComponent("file"))
        let error = #expect(throws: VideoError.self) {
            try VideoDestination(folder.url.appendingPathComponent("file/too/a.mp4"))
        }
        #expect(error?.problem.hasSuffix("/file is a file and no folder") == true)
    }

    @Test("what a format cannot hold is said")
    func adjustments() throws {
        let folder = try TemporaryFolder()
        let adjustments = { (name: String, side: Int, rate: Int) in
            try VideoDestination(folder.url.appendingPathComponent(name))
                .adjustments(size: (side, side), framesPerSecond: rate).joined()
        }
        #expect(try adjustments("a.mp4", 63, 30).contains("64x64"))
        #expect(try adjustments("a.gif", 64, 60).contains("50 pictures a second and not 60"))
        for (name, side, rate) in [("a.mp4", 64, 60), ("a.gif", 63, 50), ("a.webm", 63, 60)] {
            #expect(try adjustments(name, side, rate).isEmpty)
        }
    }

    @Test("a folder that holds more than frames of an earlier run is refused and named")
    func occupiedFolder() throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appendingPathComponent("frames")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        #expect(try VideoDestination(url).format == .frames)
        try Data().write(to: url.appendingPathComponent("frame-0000.png"))
        let error = #expect(throws: VideoError.self) { try VideoDestination(url) }
        #expect(error?.problem.contains("frame-0000.png of an earlier video") == true)
        #expect(try VideoDestination(url, replacesFrames: true).format == .frames)
        for name in ["frame-.png", "frame-1a.png", "thesis.pdf"] {
            let other = url.appendingPathComponent(name)
            try Data().write(to: other)
            let error = #expect(throws: VideoError.self) {
                try VideoDestination(url, replacesFrames: true)
            }
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
