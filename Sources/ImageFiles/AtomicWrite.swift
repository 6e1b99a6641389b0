import Foundation

/// Writing a file whole or not at all.
enum AtomicWrite {
    /// Writes a file under a temporary name in the same folder and renames it when it is complete.
    ///
    /// - Parameters:
    ///   - data: The content.
    ///   - url: The file; an earlier one is replaced at the end and stays on failure.
    /// - Throws: `ImageError` with the system's reason.
    static func write(_ data: Data, to url: URL) throws(ImageError) {
        let suffix = String(UInt64.random(in: 0 ... .max), radix: 36)
        let temporary = url.deletingLastPathComponent()
            .appendingPathComponent(".\(url.lastPathComponent.prefix(80)).\(suffix)").path
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw .unwritable(url, errno) }
        var failure = writeAll(data, to: file)
        if failure == 0, fsync(file) != 0 { failure = errno }
        if close(file) != 0, failure == 0 { failure = errno }
        if failure == 0, rename(temporary, url.path) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw .unwritable(url, failure)
        }
    }

    /// Writes all bytes; the error number, or 0.
    private static func writeAll(_ data: Data, to file: Int32) -> Int32 {
        data.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            var done = 0
            while done < bytes.count {
                let written = Foundation.write(file, start + done, bytes.count - done)
                if written < 0, errno != EINTR { return errno }
                done += max(written, 0)
            }
            return 0
        }
    }
}

extension ImageError {
    /// A file that the system does not let us write.
    fileprivate static func unwritable(_ url: URL, _ number: Int32) -> ImageError {
        ImageError(
            place: url.path,
            problem: "the file cannot be written (\(String(cString: strerror(number))))",
            remedy: "check the folder, its permissions and the free space")
    }
}
