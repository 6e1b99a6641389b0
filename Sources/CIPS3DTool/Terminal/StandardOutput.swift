// `stdout` is a variable, which nobody sets.
@preconcurrency import Foundation

/// Standard output, of which it matters whether it arrived.
enum StandardOutput {
    /// Makes sure that everything printed so far has been taken.
    ///
    /// `print` says nothing of a full disk or a closed pipe; the stream remembers.
    ///
    /// - Throws: `ToolError` where something is lost.
    static func flush() throws {
        errno = 0
        guard fflush(stdout) == 0, ferror(stdout) == 0 else {
            let reason = errno == 0 ? "" : " (\(String(cString: strerror(errno))))"
            throw ToolError(
                "Standard output could not be written\(reason); some of it is missing: free some space or "
                    + "name another file.")
        }
    }

    /// Writes bytes, as of a picture.
    ///
    /// - Parameter data: The bytes.
    /// - Throws: `ToolError` where something is lost.
    static func write(_ data: Data) throws {
        let written = data.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, stdout) }
        guard written == data.count else {
            throw ToolError(
                "Standard output took \(written) of \(data.count) bytes "
                    + "(\(String(cString: strerror(errno)))); name a file in its place.")
        }
        try flush()
    }
}
