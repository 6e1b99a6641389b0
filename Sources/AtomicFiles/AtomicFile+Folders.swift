import Foundation

extension AtomicFile {
    /// Makes a folder and those above it, where there are none.
    ///
    /// - Parameter url: The folder.
    /// - Throws: `AtomicFileError` with the system's words.
    public static func makeFolder(_ url: URL) throws(AtomicFileError) {
        let path = url.absoluteURL.path
        guard mkdir(path, 0o777) != 0 else { return }
        if errno == ENOENT, path != "/" {
            try makeFolder(url.absoluteURL.deletingLastPathComponent())
            guard mkdir(path, 0o777) != 0 else { return }
        }
        // Another process may have been faster.
        let reason = errno
        var status = stat()
        guard reason == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw AtomicFileError(file: url, step: .create, code: reason)
        }
    }
}
