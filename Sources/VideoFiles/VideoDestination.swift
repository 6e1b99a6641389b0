import Foundation

/// Where a video goes, chosen by its name.
public struct VideoDestination: Sendable, Equatable {
    /// What is written.
    public enum Format: Sendable, Equatable {
        /// H.264 in an MP4 file, which every browser plays.
        case mp4
        /// An animated GIF that repeats for ever.
        case gif
        /// A folder of `frame-0000.png`, `frame-0001.png` and so on.
        case frames
    }

    /// The file or folder.
    public let url: URL
    /// What is written there.
    public let format: Format

    /// Chooses the format and checks that something can be written there.
    ///
    /// `.mp4` and `.gif` name files; a name without extension, or one that ends in a slash, names a
    /// folder of PNG files. A folder that exists must be empty or hold only `frame-*.png` of an
    /// earlier run, which are replaced. Call this before the frames are computed: it is quick, and
    /// a mistyped name should not cost an hour's rendering.
    ///
    /// - Parameter url: The file or folder.
    /// - Throws: `VideoError` for another extension, for a folder that does not exist above it, and
    ///   for a name that is taken by something else.
    public init(_ url: URL) throws(VideoError) {
        self.url = url
        switch (url.hasDirectoryPath, url.pathExtension.lowercased()) {
        case (true, _), (false, ""): format = .frames
        case (false, "mp4"): format = .mp4
        case (false, "gif"): format = .gif
        case (false, let other):
            throw VideoError(
                place: url.path, problem: "a video cannot be written as .\(other)",
                remedy: "name a .mp4 file, a .gif file or, without extension, a folder of PNG files"
            )
        }
        try checkParent()
        if format == .frames { try checkFolder() }
    }

    private func checkParent() throws(VideoError) {
        let parent = url.absoluteURL.deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: parent, isDirectory: &isFolder),
            isFolder.boolValue
        else {
            throw VideoError(
                place: url.path, problem: "the folder \(parent) does not exist",
                remedy: "make it or name another one")
        }
    }

    private func checkFolder() throws(VideoError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            return
        }
        guard isFolder.boolValue else {
            throw VideoError(
                place: url.path, problem: "a file of this name is in the folder's way",
                remedy: "remove it or name another folder")
        }
        let names = try? FileManager.default.contentsOfDirectory(atPath: url.path)
        guard let names else {
            throw VideoError(
                place: url.path, problem: "the folder cannot be listed",
                remedy: "check its permissions or name another folder")
        }
        if let other = names.sorted().first(where: { !Self.isFrame($0) }) {
            throw VideoError(
                place: url.path,
                problem: "the folder holds \(other), which is no frame of an earlier run",
                remedy: "empty it or name another folder")
        }
    }

    /// The name of a frame's file; enough digits that the names sort like the frames.
    static func frameName(_ index: Int, of count: Int) -> String {
        let digits = String(index)
        let width = max(4, String(count - 1).count)
        return "frame-" + String(repeating: "0", count: width - digits.count) + digits + ".png"
    }

    private static func isFrame(_ name: String) -> Bool {
        let digits = name.dropFirst("frame-".count).dropLast(".png".count)
        return name.hasPrefix("frame-") && name.hasSuffix(".png") && !digits.isEmpty
            && digits.allSatisfy { ("0"..."9").contains($0) }
    }
}
