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

    /// The nearest thing above a place that is there: the folder in which ``makeFolder(_:)`` begins, or a file
    /// that is in its way.
    ///
    /// - Parameter url: The place, which need not be there.
    /// - Returns: What is there, and whether it is a folder.
    package static func nearestParent(of url: URL) -> (url: URL, isFolder: Bool) {
        var isFolder: ObjCBool = false
        var parent = url.absoluteURL.deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: parent.path, isDirectory: &isFolder),
            parent.path != "/"
        {
            parent.deleteLastPathComponent()
        }
        return (parent, isFolder.boolValue)
    }
}
