import CImageCodecs
import Synchronization

/// An open zip archive that several threads may read.
///
/// libzip keeps one position in the file, so reads take turns; what follows a read, decoding the
/// image, is the larger part and runs side by side.
final class ZipArchive: Sendable {
    /// An entry that is a file.
    struct Entry: Sendable {
        let name: String
        let index: Int64
    }

    /// The files in the archive, in its own order.
    let entries: [Entry]
    private let handle: Mutex<Handle>

    /// libzip's archive.
    ///
    /// Unchecked because a pointer is not Sendable: libzip ties an archive to no thread, and only
    /// the mutex above hands it out.
    private struct Handle: @unchecked Sendable {
        let archive: OpaquePointer
    }

    /// Opens an archive and lists it.
    init(path: String) throws(ImageError) {
        var opened: OpaquePointer?
        let problem = Codec.text(cic_zip_open(path, &opened))
        guard let archive = opened else {
            throw ImageError(
                place: path,
                problem: "the file cannot be read as a zip archive "
                    + "(\(problem ?? "no reason given"))",
                remedy: "name a folder of images or an intact zip archive")
        }
        entries = (0..<max(cic_zip_count(archive), 0)).compactMap { index in
            guard let name = cic_zip_name(archive, index) else { return nil }
            return Entry(name: String(cString: name), index: index)
        }
        handle = Mutex(Handle(archive: archive))
    }

    deinit { handle.withLock { cic_zip_close($0.archive) } }

    /// The unpacked bytes of an entry, its CRC checked.
    ///
    /// - Parameters:
    ///   - entry: One of `entries`.
    ///   - limit: The most bytes that it may unpack to.
    ///   - place: What errors call the entry.
    /// - Returns: The whole file.
    /// - Throws: `ImageError` for a larger entry and for a damaged or encrypted one.
    func bytes(of entry: Entry, limit: Int, place: String) throws(ImageError) -> [UInt8] {
        let (bytes, problem) = handle.withLock { handle -> ([UInt8], String?) in
            var buffer = cic_bytes()
            let message = cic_zip_read(handle.archive, entry.index, limit, &buffer)
            return (Codec.take(buffer), Codec.text(message))
        }
        if let problem {
            throw ImageError(
                place: place, problem: "the entry cannot be unpacked (\(problem))",
                remedy: "make the archive anew from intact files")
        }
        return bytes
    }
}
