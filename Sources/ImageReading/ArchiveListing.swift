import ForeignFiles
import Foundation
import ImageFiles
import ZipFiles

/// The image files in a zip archive.
struct ArchiveListing: Sendable {
    private let archive: ZipArchive
    /// The images, in the order of their names.
    private(set) var entries: [ZipArchive.Entry]
    /// Files that are no images, in the same order.
    let leftOut: [LeftOut]

    /// Lists an archive.
    ///
    /// - Parameter path: The archive.
    /// - Throws: `ImageError` where it is none or cannot be read.
    init(path: String) throws(ImageError) {
        let archive = try Self.open(path)
        var (entries, leftOut): ([ZipArchive.Entry], [LeftOut]) = ([], [])
        for entry in archive.entries.sorted(by: { ($0.name, $0.index) < ($1.name, $1.index) }) {
            let parts = Self.parts(of: entry.name)
            guard let name = parts.last, !name.isEmpty,
                !parts.contains(where: { $0 != "." && FileSelection.isHidden($0) })
            else { continue }  // a folder, or nothing to speak of
            let reason =
                entry.obstacle
                ?? FileSelection.reason(name) {
                    (try? archive.start(of: entry, count: 512)).map { Data($0) }
                }
            if let reason {
                leftOut.append(LeftOut(name: entry.name, reason: reason))
            } else {
                entries.append(entry)
            }
        }
        (self.archive, self.entries, self.leftOut) = (archive, entries, leftOut)
    }

    /// The same archive with some of its images.
    func keeping(_ isKept: (ZipArchive.Entry) -> Bool) -> ArchiveListing {
        var listing = self
        listing.entries = entries.filter(isKept)
        return listing
    }

    /// The unpacked bytes of an entry.
    ///
    /// - Parameters:
    ///   - entry: One of `entries`.
    ///   - place: What errors call it.
    ///   - limit: The most bytes that it may have.
    /// - Returns: The whole file.
    /// - Throws: `ImageError` where it is larger or damaged: its CRC is checked.
    func data(of entry: ZipArchive.Entry, place: String, limit: Int) throws(ImageError) -> Data {
        do {
            return Data(try archive.bytes(of: entry, limit: limit))
        } catch {
            throw ImageError(
                place: place, problem: "the entry cannot be unpacked (\(error.reason))",
                remedy: "make the archive anew from intact files")
        }
    }

    /// Folders and name.
    ///
    /// Some programs of Windows write `\` between them, against the format's word.
    private static func parts(of name: String) -> [String] {
        name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.map(String.init)
    }

    private static func open(_ path: String) throws(ImageError) -> ZipArchive {
        do {
            return try ZipArchive(path: path)
        } catch {
            throw Self.otherArchive(path)
                ?? ImageError(
                    place: path,
                    problem: "the file cannot be read as a zip archive (\(error.reason))",
                    remedy: "name a folder of images or an intact zip archive")
        }
    }

    /// The error about an archive of another kind; nil for anything else.
    private static func otherArchive(_ path: String) -> ImageError? {
        guard let start = try? RegularFile.read(Array(path.utf8), upTo: 512),
            ImageFormat(startOf: start) == nil, !start.starts(with: "PK".utf8)
        else { return nil }
        guard let foreign = ForeignFile(startOf: start), foreign.isArchive else { return nil }
        let (kind, remedy) = ForeignFile.described(foreign)
        return ImageError(
            place: path, problem: "the file is \(kind), and only zip archives are read",
            remedy: remedy)
    }
}
