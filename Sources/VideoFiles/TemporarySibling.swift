import Foundation

/// A hidden name beside a file or folder, under which it is written until it is complete.
struct TemporarySibling {
    private let original: URL
    /// The temporary file or folder.
    let url: URL

    init(of original: URL) {
        self.original = original
        url = Self.sibling(of: original)
    }

    /// Puts the temporary file or folder in the original's place, which may be taken.
    func replaceOriginal() throws(VideoError) {
        if rename(url.path, original.path) == 0 { return }
        guard errno == ENOTEMPTY || errno == EEXIST else {
            throw VideoError.unwritable(original, errno)
        }
        // A folder that holds an earlier run cannot be renamed over: it steps aside first.
        let aside = Self.sibling(of: original)
        guard rename(original.path, aside.path) == 0 else {
            throw VideoError.unwritable(original, errno)
        }
        guard rename(url.path, original.path) == 0 else {
            let reason = errno
            rename(aside.path, original.path)
            throw VideoError.unwritable(original, reason)
        }
        try? FileManager.default.removeItem(at: aside)
    }

    /// Removes what is left under the temporary name, if anything.
    func remove() { try? FileManager.default.removeItem(at: url) }

    private static func sibling(of original: URL) -> URL {
        let suffix = String(UInt64.random(in: 0 ... .max), radix: 36)
        return original.absoluteURL.deletingLastPathComponent()
            .appendingPathComponent(".\(original.lastPathComponent.prefix(80)).\(suffix)")
    }
}

extension VideoError {
    /// A file or folder that the system does not let us write.
    static func unwritable(_ url: URL, _ number: Int32) -> VideoError {
        VideoError(
            place: url.path,
            problem: "the video cannot be written (\(String(cString: strerror(number))))",
            remedy: "check the folder, its permissions and the free space")
    }
}
