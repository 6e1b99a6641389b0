import CZip
import Synchronization

/// An open zip archive that several threads may read.
///
///     let archive = try ZipArchive(path: "photographs.zip")
///     let bytes = try archive.bytes(of: archive.entries[0], limit: 1 << 20)
///
/// libzip keeps one position in the file, so reads take turns.
public final class ZipArchive: Sendable {
    /// What the archive's directory claims about one of its files.
    public struct Entry: Sendable {
        /// Its path in the archive.
        public let name: String
        /// Its unpacked size in bytes, where it is stated; nothing says that it is true.
        public let size: UInt64?
        /// Whether its bytes are in the archive as they are.
        public let isStored: Bool
        /// Why it cannot be unpacked, in a few words; nil where nothing is known to be in the way.
        public let obstacle: String?
        /// Its place in the archive, from 0.
        public let index: Int64
    }

    /// Where the archive is.
    public let path: String
    /// The files in the archive, in its own order.
    public let entries: [Entry]
    private let handle: Mutex<Handle>

    /// libzip's archive.
    ///
    /// Unchecked because a pointer is not Sendable: libzip ties an archive to no thread, and only
    /// the mutex above hands it out.
    private struct Handle: @unchecked Sendable {
        let archive: OpaquePointer
    }

    /// Opens an archive and lists it.
    ///
    /// - Parameter path: The archive.
    /// - Throws: `ZipError` where it cannot be opened or is not an archive.
    public init(path: String) throws(ZipError) {
        var opened: OpaquePointer?
        let problem = Self.text(czip_open(path, &opened))
        guard let archive = opened else {
            throw ZipError(archive: path, entry: nil, reason: problem ?? "no reason given")
        }
        self.path = path
        entries = (0..<max(czip_count(archive), 0)).compactMap { index in
            var entry = czip_entry()
            guard czip_describe(archive, index, &entry), let name = entry.name else { return nil }
            return Entry(
                name: String(cString: name), size: entry.has_size ? entry.size : nil,
                isStored: entry.is_stored, obstacle: Self.obstacle(entry), index: index)
        }
        handle = Mutex(Handle(archive: archive))
    }

    /// What is in the way of unpacking an entry.
    private static func obstacle(_ entry: czip_entry) -> String? {
        if entry.is_encrypted { return "encrypted" }
        guard !entry.can_unpack else { return nil }
        // PKWARE's application note, 4.4.5.
        let names: [UInt16: String] = [
            1: "Shrink", 6: "Implode", 9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard",
            95: "XZ", 98: "PPMd",
        ]
        let name = names[entry.method] ?? "method \(entry.method)"
        return "compressed with \(name), which is not read"
    }

    deinit { handle.withLock { czip_close($0.archive) } }

    /// The unpacked bytes of an entry, its CRC checked.
    ///
    /// The memory for them is asked for at once: the limit is what a hostile archive can claim.
    ///
    /// - Parameters:
    ///   - entry: One of `entries`.
    ///   - limit: The most bytes that it may unpack to.
    /// - Returns: The whole file.
    /// - Throws: `ZipError` for a larger entry and for a damaged or encrypted one.
    public func bytes(of entry: Entry, limit: Int) throws(ZipError) -> [UInt8] {
        func failure(_ reason: String) -> ZipError {
            ZipError(archive: path, entry: entry.name, reason: reason)
        }
        guard let stated = entry.size else { throw failure("the entry's size is not stated") }
        guard let size = Int(exactly: stated), size <= limit else {
            throw failure("\(stated) bytes are more than the limit of \(limit)")
        }
        var problem: String?
        // One byte at least, so that there is an address.
        let bytes = [UInt8](unsafeUninitializedCapacity: max(size, 1)) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            problem = handle.withLock { handle in
                Self.text(czip_read(handle.archive, entry.index, start, size))
            }
            count = problem == nil ? size : 0
        }
        if let problem { throw failure(problem) }
        return bytes
    }

    /// The first unpacked bytes of an entry, unchecked.
    ///
    /// - Parameters:
    ///   - entry: One of `entries`.
    ///   - count: How many, if it has as many.
    /// - Returns: The bytes.
    /// - Throws: `ZipError` where they cannot be read.
    public func start(of entry: Entry, count: Int) throws(ZipError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { buffer, filled in
            guard let start = buffer.baseAddress else { return }
            let got = handle.withLock { czip_start($0.archive, entry.index, start, count) }
            failed = got < 0
            filled = Int(max(got, 0))
        }
        guard !failed else {
            throw ZipError(archive: path, entry: entry.name, reason: "its beginning is damaged")
        }
        return bytes
    }

    /// What a C function said, as text; nil where it succeeded.
    ///
    /// Frees the message.
    private static func text(_ message: UnsafeMutablePointer<CChar>?) -> String? {
        guard let message else { return nil }
        defer { czip_free_error(message) }
        return String(cString: message)
    }
}

/// Why a zip archive or an entry of one cannot be read.
public struct ZipError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Path of the archive.
    public let archive: String
    /// The entry; nil where the archive itself cannot be read.
    public let entry: String?
    /// What is wrong, in a few words.
    public let reason: String

    /// The error as one sentence: where, what, what to do.
    public var description: String {
        let subject = entry.map { "the entry \($0)" } ?? "the zip archive"
        return "\(archive): \(subject) cannot be read (\(reason)); make the archive anew."
    }
}
