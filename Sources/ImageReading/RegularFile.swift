import Foundation

/// What a path leads to, by the system's own calls: Foundation's take no names that are not UTF-8.
struct FileStatus {
    enum Kind {
        case regular
        case folder
        /// Such as "a named pipe".
        case other(String)
    }

    /// The same for two paths that lead to the same thing.
    struct Identity: Hashable {
        let device: UInt64
        let number: UInt64
    }

    let kind: Kind
    let size: UInt64
    let identity: Identity

    /// Follows links; nil where nothing is.
    init?(of path: [UInt8]) {
        var status = stat()
        guard SystemError.withPath(path, { stat($0, &status) }) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFIFO: .other("a named pipe")
            case S_IFSOCK: .other("a socket")
            default: .other("a device")
            }
        size = UInt64(max(0, status.st_size))
        identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }

    /// The names in a folder, in no particular order; nil where it cannot be listed.
    static func names(in folder: [UInt8]) -> [[UInt8]]? {
        guard let stream = SystemError.withPath(folder, { opendir($0) }) else { return nil }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = readdir(stream) {
            let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
            let start = UnsafeRawPointer(entry).advanced(by: offset)
                .assumingMemoryBound(to: UInt8.self)
            let name = Array(UnsafeBufferPointer(start: start, count: strlen(start)))
            if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
        }
        return names
    }
}

/// What the system says of a file.
struct FileFault: Error, CustomStringConvertible {
    let description: String
}

/// Reading what may have become something else since it was listed.
enum RegularFile {
    /// The first bytes of a file.
    ///
    /// A pipe that stands in its place by now is not waited for.
    static func read(_ path: [UInt8], upTo limit: Int) throws(FileFault) -> Data {
        let descriptor = SystemError.withPath(path) { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else { throw FileFault(description: SystemError.latest) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw FileFault(description: SystemError.latest)
        }
        let found = FileStatus(status)
        guard case .regular = found.kind else {
            throw FileFault(description: "it is no regular file")
        }
        return try read(descriptor, expecting: Int(clamping: found.size), upTo: limit)
    }

    private static func read(
        _ descriptor: Int32, expecting size: Int, upTo limit: Int
    ) throws(FileFault) -> Data {
        // A byte more than there should be, so that the end is met without asking again.
        var data = Data(count: min(limit, size + 1))
        var count = 0
        while count < limit {
            if count == data.count { data.count = min(limit, 2 * data.count) }
            let got = data.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map {
                    Foundation.read(descriptor, $0 + count, bytes.count - count)
                } ?? 0
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw FileFault(description: SystemError.latest) }
            if got == 0 { break }
            count += got
        }
        return data.prefix(count)
    }
}

/// The system's last word.
enum SystemError {
    static var latest: String { String(cString: strerror(errno)) }

    /// Calls a function with a path as C has it.
    static func withPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result)
        -> Result
    {
        (path + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else {
                    preconditionFailure("a path has its end at least")
                }
                return body(start)
            }
        }
    }
}
