import Foundation

/// The bytes of a file, mapped read-only; unmapped when the last reference goes.
///
/// The mapping is private, but a file that another process *truncates* kills a reader with SIGBUS.
/// See ``SafeTensorsFile`` for how writers avoid that.
final class MappedFile: Sendable {
    /// The whole file.
    ///
    /// Unsafe for the compiler, because it is a pointer; safe in fact: the memory is never written
    /// and lives as long as this object.
    private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    /// The file's length in bytes when it was mapped.
    var count: Int { bytes.count }

    /// Maps a file.
    ///
    /// - Parameters:
    ///   - url: A regular file.
    ///   - minimum: Fewer bytes than this are refused (and none cannot be mapped).
    /// - Throws: `SafeTensorsError`.
    init(contentsOf url: URL, minimum: Int) throws {
        func failure(_ problem: SafeTensorsError.Problem) -> SafeTensorsError {
            SafeTensorsError(file: url, tensor: nil, problem: problem)
        }
        // O_NONBLOCK: opening a pipe would otherwise wait for its writer, forever.
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(.unreadable(errno: errno)) }
        defer { close(descriptor) }  // a mapping outlives its descriptor

        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(.unreadable(errno: errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw failure(.notAFile) }
        let count = Int(status.st_size)
        guard count >= max(minimum, 1) else { throw failure(.noHeader(bytes: count)) }

        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
            start != MAP_FAILED
        else { throw failure(.unreadable(errno: errno)) }
        bytes = UnsafeRawBufferPointer(start: start, count: count)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }

    /// Lends a part of the file.
    ///
    /// - Parameters:
    ///   - range: Bytes within `0..<count`.
    ///   - body: Is given the bytes; they must not be kept.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    func withUnsafeBytes<R>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> R
    ) rethrows -> R {
        try withExtendedLifetime(self) {
            try body(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
    }
}
