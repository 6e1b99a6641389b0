import Foundation
import ImageFiles

/// The images of a folder or a zip archive, in the order of their paths.
///
/// A folder is searched with all folders below it; an archive holds folders likewise. What is an image is told by
/// the content, or by the name where that promises one: then what is wrong is told when it is read. Hidden files
/// and what systems put beside pictures are passed over; what else is left out is named with its reason. Images are
/// read when they are asked for, from any number of threads at once.
public struct ImageCollection: Sendable {
    /// The most bytes that an image file or an unpacked entry may have.
    ///
    /// An archive of a few kilobytes can unpack to any size; 256 MiB are more than a photograph
    /// needs.
    public static let maximumFileSize = 256 << 20

    private enum Source: Sendable {
        case folder(FolderListing)
        case archive(ArchiveListing)
    }

    /// The folder or archive.
    public let path: String
    /// Reads the images.
    public private(set) var decoder: ImageDecoder
    private var source: Source

    /// Lists the images of a folder or a zip archive.
    ///
    /// - Parameters:
    ///   - path: The folder or archive.
    ///   - budget: The bound on memory in which they are decoded.
    /// - Throws: `ImageError` where nothing is there, where it is neither folder nor zip archive,
    ///   where it cannot be read, and where it holds no image.
    public init(path: String, budget: DecodingBudget = .standard) throws(ImageError) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard let status = FileStatus(of: Array(path.utf8)) else {
            throw ImageError(
                place: path, problem: "there is no such folder or file",
                remedy: "name a folder of images or a zip archive")
        }
        switch status.kind {
        case .folder: source = .folder(try FolderListing(path: path))
        case .regular: source = .archive(try ArchiveListing(path: path))
        case .other(let kind):
            throw ImageError(
                place: path, problem: "this is \(kind)",
                remedy: "name a folder of images or a zip archive")
        }
        self.path = path
        decoder = ImageDecoder(budget: budget)
        guard count > 0 else { throw Self.nothing(in: path, status, leftOut) }
    }

    private static func nothing(
        in path: String, _ status: FileStatus, _ leftOut: [LeftOut]
    ) -> ImageError {
        let isFolder = if case .folder = status.kind { true } else { false }
        let others = leftOut.isEmpty ? "" : " (\(leftOut.byReason))"
        return ImageError(
            place: path,
            problem: "the \(isFolder ? "folder" : "archive") holds no image\(others)",
            remedy: leftOut.contains { $0.reason != "no picture" }
                ? "unpack what is packed and name the folder"
                : "add \(ImageFormat.list) files")
    }

    /// The same images, decoded within another bound where it is another one.
    ///
    /// - Parameter megabytes: In MiB, at least 1.
    /// - Returns: What was listed; nothing is looked at again.
    public func decoding(withinMegabytes megabytes: Int) -> ImageCollection {
        guard megabytes << 20 != decoder.budget.bytes else { return self }
        var collection = self
        collection.decoder = ImageDecoder(budget: DecodingBudget(megabytes: megabytes))
        return collection
    }

    /// The same images without some of them.
    ///
    /// - Parameter names: As ``name(at:)`` gives them; others are passed over.
    /// - Returns: The rest.
    /// - Throws: `ImageError` where nothing is left.
    public func excluding(_ names: some Collection<String>) throws(ImageError) -> ImageCollection {
        guard !names.isEmpty else { return self }
        let excluded = Set(names)
        var collection = self
        switch source {
        case .folder(let folder):
            collection.source = .folder(folder.keeping { !excluded.contains($0.name) })
        case .archive(let archive):
            collection.source = .archive(archive.keeping { !excluded.contains($0.name) })
        }
        guard collection.count > 0 else {
            throw ImageError(
                place: path, problem: "all of its \(count) images are excluded",
                remedy: "exclude fewer of them")
        }
        return collection
    }

    /// How many images there are.
    public var count: Int {
        switch source {
        case .folder(let folder): folder.files.count
        case .archive(let archive): archive.entries.count
        }
    }

    /// Files that are no images, each with the reason.
    public var leftOut: [LeftOut] {
        switch source {
        case .folder(let folder): folder.leftOut
        case .archive(let archive): archive.leftOut
        }
    }

    /// The path of an image below the folder or in the archive.
    ///
    /// - Parameter index: From 0 to `count - 1`.
    /// - Returns: The path, with `/` between folders; what is not UTF-8 in it is replaced.
    public func name(at index: Int) -> String {
        switch source {
        case .folder(let folder): folder.files[index].name
        case .archive(let archive): archive.entries[index].name
        }
    }

    /// How many bytes an image file has, or an archive says it has.
    ///
    /// - Parameter index: From 0 to `count - 1`.
    /// - Returns: The number; nil where it cannot be told.
    public func byteCount(at index: Int) -> UInt64? {
        switch source {
        case .folder(let folder): folder.byteCount(of: folder.files[index])
        case .archive(let archive): archive.entries[index].size
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
        case .folder(let folder):
            try folder.data(of: folder.files[index], limit: Self.maximumFileSize)
        case .archive(let archive):
            try archive.data(
                of: archive.entries[index], place: place(at: index), limit: Self.maximumFileSize)
        }
    }

    /// Decodes an image; the memory of the picture counts until `body` returns.
    ///
    /// - Parameters:
    ///   - index: From 0 to `count - 1`.
    ///   - body: Takes what is needed of the picture and of its file.
    /// - Returns: What `body` returns.
    /// - Throws: `ImageError` as ``data(at:)`` and ``ImageDecoder`` do, and what `body` throws.
    public func withImage<Result>(
        at index: Int, _ body: (DecodedImage, Data) throws -> Result
    ) throws -> Result {
        try decoder.budget.holding(fileOf: byteCount(at: index)) {
            let data = try data(at: index)
            return try decoder.withImage(data, name: place(at: index)) { try body($0, data) }
        }
    }

    /// An image, decoded.
    ///
    /// - Parameter index: From 0 to `count - 1`.
    /// - Returns: The image, upright and in sRGB.
    /// - Throws: `ImageError` as ``data(at:)`` and ``ImageDecoder`` do.
    public func image(at index: Int) throws -> Image {
        try withImage(at: index) { decoded, _ in decoded.image }
    }

    /// An image as training and measures see it: the middle square, resized.
    ///
    /// - Parameters:
    ///   - index: From 0 to `count - 1`.
    ///   - side: Pixels on a side.
    /// - Returns: The square.
    /// - Throws: `ImageError` as ``image(at:)`` does.
    public func square(at index: Int, side: Int) throws -> Image {
        try withImage(at: index) { decoded, _ in decoded.image.square(side) }
    }

    /// What errors call an image.
    private func place(at index: Int) -> String {
        switch source {
        case .folder: "\(path)/\(name(at: index))"
        case .archive: "\(name(at: index)) in \(path)"
        }
    }
}

extension [LeftOut] {
    /// How many there are for each reason, such as `2 × no picture, 1 × a named pipe`.
    public var byReason: String {
        Dictionary(grouping: self, by: \.reason)
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            .map { "\($1.count) × \($0)" }
            .joined(separator: ", ")
    }
}
