import AtomicFiles
import Foundation

/// Where a video goes, chosen by its name.
public struct VideoDestination: Sendable, Equatable {
    /// What is written.
    public enum Format: Sendable, Equatable {
        /// H.264 in an MP4 file, which every browser plays.
        case mp4
        /// VP9 in a WebM file, which every browser plays and which may be transparent.
        case webm
        /// An animated GIF that repeats for ever.
        case gif
        /// A folder of `frame-0000.png`, `frame-0001.png` and so on.
        case frames
    }

    /// The most pictures a second of a GIF: browsers slow down what is faster.
    static let mostGIFFramesPerSecond = 50
    /// Names that somebody gives who wants another format, and no folder.
    private static let unwritableEndings: Set = [
        "apng", "avi", "avif", "bmp", "flv", "jpeg", "jpg", "m4v", "mkv", "mov", "mpeg", "mpg",
        "ogg", "ogv", "png", "tif", "tiff", "webp", "wmv", "zip",
    ]

    /// The file or folder.
    public let url: URL
    /// What is written there.
    public let format: Format
    private let replacesFrames: Bool

    /// Chooses the format and checks that something can be written there.
    ///
    /// `.mp4`, `.webm` and `.gif` name files. Any other name, also one with a dot, names a folder of PNG files,
    /// unless it ends like a format that cannot be written. Folders above it are made when the video is
    /// written. Call this before the frames are computed: it is quick, and a mistyped name should not cost an
    /// hour's rendering.
    ///
    /// - Parameters:
    ///   - url: The file or folder.
    ///   - replacesFrames: Whether `frame-*.png` of an earlier video are replaced; otherwise a folder has to be
    ///     new or empty.
    /// - Throws: `VideoError` for the name of another format, and for a place that is taken by something else.
    public init(_ url: URL, replacesFrames: Bool = false) throws(VideoError) {
        (self.url, self.replacesFrames) = (url, replacesFrames)
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        switch (url.hasDirectoryPath || isFolder.boolValue, url.pathExtension.lowercased()) {
        case (true, _): format = .frames
        case (false, "mp4"): format = .mp4
        case (false, "webm"): format = .webm
        case (false, "gif"): format = .gif
        case (false, let other) where Self.unwritableEndings.contains(other):
            throw VideoError(
                place: url.path, problem: "a video cannot be written as .\(other)",
                remedy: "name a .mp4, .webm or .gif file, or a folder of PNG files")
        case (false, _): format = .frames
        }
        try check()
    }

    /// Refuses a place that is taken by something else.
    func check() throws(VideoError) {
        try checkParent()
        if format == .frames { try checkFolder() }
    }

    /// Makes the folders above it.
    func makeParent() throws(VideoError) {
        let parent = url.absoluteURL.deletingLastPathComponent()
        do {
            try AtomicFile.makeFolder(parent)
        } catch {
            throw VideoError(
                place: url.path,
                problem: "\(parent.path) cannot be made (\(SystemReason(code: error.code)))",
                remedy: "name another folder")
        }
    }

    /// What becomes of a video that the format cannot hold as it is, a sentence each.
    ///
    /// - Parameters:
    ///   - size: Pixels in a row and rows.
    ///   - framesPerSecond: Pictures a second.
    /// - Returns: Mostly nothing.
    public func adjustments(size: (width: Int, height: Int), framesPerSecond: Int) -> [String] {
        let (width, height) = (size.width + size.width % 2, size.height + size.height % 2)
        switch format {
        case .mp4 where (width, height) != size:
            return [
                "The video has \(width)x\(height) pixels, because those of .mp4 are even: one more column or "
                    + "row repeats the last one."
            ]
        case .gif where framesPerSecond > Self.mostGIFFramesPerSecond:
            return [
                "The video has \(Self.mostGIFFramesPerSecond) pictures a second and not \(framesPerSecond): a "
                    + ".gif cannot be faster."
            ]
        default: return []
        }
    }

    /// What is there of the folders above it has to be a folder.
    private func checkParent() throws(VideoError) {
        let (parent, isFolder) = AtomicFile.nearestParent(of: url)
        guard isFolder else {
            throw VideoError(
                place: url.path, problem: "\(parent.path) is a file and no folder",
                remedy: "name another folder")
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
        if let other = names.filter({ !Self.isFrame($0) }).min() {
            throw VideoError(
                place: url.path, problem: "the folder holds \(other), which is no frame of a video",
                remedy: "name a new or an empty folder")
        }
        if !replacesFrames, let frame = names.min() {
            throw VideoError(
                place: url.path, problem: "the folder holds \(frame) of an earlier video",
                remedy: "name a new or an empty folder, or replace them by --force")
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
