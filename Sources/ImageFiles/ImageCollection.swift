import Foundation
import ZipFiles

/// The images of a folder or a zip archive, in the order of their paths.
///
/// A folder is searched with all folders below it; an archive holds folders likewise. Files named
/// `.jpg`, `.jpeg`, `.png`, `.pgm` or `.ppm`, in either case, count; hidden files and folders and
/// what macOS puts into `__MACOSX` do not. Images are read when they are asked for, from any number
/// of threads at once.
public struct ImageCollection: Sendable {
    /// The most bytes that an image file or an unpacked entry may have.
    ///
    /// An archive of a few kilobytes can unpack to any size; 256 MiB are more than a photograph
    /// needs.
    public static let maximumFileSize = 256 << 20

    private enum Source: Sendable {
        case folder(ImageFolder, [String])
        case archive(ZipArchive, [ZipArchive.Entry])
    }

    /// The folder or archive.
    public let path: String
    private let source: Source

    /// Lists the images of a folder or a zip archive.
    ///
    /// - Parameter path: The folder or archive.
    /// - Throws: `ImageError` where nothing is there, where it is neither folder nor zip archive,
    ///   where it cannot be read, and where it holds no image.
    public init(path: String) throws(ImageError) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ImageError(
                place: path, problem: "there is no such folder or file",
                remedy: "name a folder of images or a zip archive")
        }
        self.path = path
        if isFolder.boolValue {
            let folder = try ImageFolder(path: path) { name, isFolder in
                isFolder ? Self.isVisible(name) : Self.isImage(name)
            }
            source = .folder(folder, folder.names.sorted())
        } else {
            let archive = try Self.archive(path)
            let entries = archive.entries.filter { entry in
                let parts = entry.name.split(separator: "/", omittingEmptySubsequences: false)
                return parts.dropLast().allSatisfy { $0 == "." || Self.isVisible($0) }
                    && Self.isImage(parts.last ?? "")
            }
            source = .archive(archive, entries.sorted { ($0.name, $0.index) < ($1.name, $1.index) })
        }
        guard count > 0 else {
            throw ImageError(
                place: path,
                problem: "the \(isFolder.boolValue ? "folder" : "archive") holds no image",
                remedy: "add files named .jpg, .jpeg, .png, .pgm or .ppm")
        }
    }

    /// How many images there are.
    public var count: Int {
        switch source {
        case .folder(_, let names): names.count
        case .archive(_, let entries): entries.count
        }
    }

    /// The path of an image below the folder or in the archive.
    ///
    /// - Parameter index: From 0 to `count - 1`.
    /// - Returns: The path, with `/` between folders.
    public func name(at index: Int) -> String {
        switch source {
        case .folder(_, let names): names[index]
        case .archive(_, let entries): entries[index].name
        }
    }

    /// How many bytes an image file has, or an archive says it has.
    ///
    /// - Parameter index: From 0 to `count - 1`.
    /// - Returns: The number; nil where it cannot be told.
    public func byteCount(at index: Int) -> UInt64? {
        switch source {
        case .folder(let folder, let names): folder.byteCount(of: names[index])
        case .archive(_, let entries): entries[index].size
        }
    }

    /// The bytes of an image file.
    ///
    /// - Parameter index: From 0 to `count - 1`.
    /// - Returns: The whole file, unpacked.
    /// - Throws: `ImageError` where the file cannot be read or is larger than `maximumFileSize`, or
    ///   where the entry is damaged: its CRC is checked.
    public func data(at index: Int) throws(ImageError) -> Data {
        switch source {
        case .folder(let folder, let names):
            try folder.data(of: names[index], limit: Self.maximumFileSize)
        case .archive(let archive, let entries):
            try unpacked(archive, entries[index], place: place(at: index))
        }
    }

    /// An image, decoded.
    ///
    /// - Parameter index: From 0 to `count - 1`.
    /// - Returns: The image, upright.
    /// - Throws: `ImageError` as `data(at:)` and `Image.decode(_:name:)` do.
    public func image(at index: Int) throws(ImageError) -> Image {
        try Image.decode(try data(at: index), name: place(at: index))
    }

    private static func archive(_ path: String) throws(ImageError) -> ZipArchive {
        do {
            return try ZipArchive(path: path)
        } catch {
            throw ImageError(
                place: path,
                problem: "the file cannot be read as a zip archive (\(error.reason))",
                remedy: "name a folder of images or an intact zip archive")
        }
    }

    private func unpacked(
        _ archive: ZipArchive, _ entry: ZipArchive.Entry, place: String
    ) throws(ImageError) -> Data {
        do {
            return Data(try archive.bytes(of: entry, limit: Self.maximumFileSize))
        } catch {
            throw ImageError(
                place: place, problem: "the entry cannot be unpacked (\(error.reason))",
                remedy: "make the archive anew from intact files")
        }
    }

    /// What errors call an image.
    private func place(at index: Int) -> String {
        switch source {
        case .folder: "\(path)/\(name(at: index))"
        case .archive: "\(name(at: index)) in \(path)"
        }
    }

    private static func isVisible(_ name: some StringProtocol) -> Bool {
        !name.hasPrefix(".") && name != "__MACOSX"
    }

    private static func isImage(_ name: some StringProtocol) -> Bool {
        guard isVisible(name), let dot = name.lastIndex(of: ".") else { return false }
        return ["jpg", "jpeg", "png", "pgm", "ppm"].contains(name[dot...].dropFirst().lowercased())
    }
}
