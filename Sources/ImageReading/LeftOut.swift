import ForeignFiles
import Foundation

/// A file that is in a folder or an archive and not among its images.
public struct LeftOut: Sendable, Codable, Equatable {
    /// Its path below the folder or in the archive.
    public let name: String
    /// Why, in a few words, such as "no picture".
    public let reason: String

    package init(name: String, reason: String) {
        (self.name, self.reason) = (name, reason)
    }
}

/// Which files of a folder or an archive are images.
enum FileSelection {
    /// Names that no program gives to anything but pictures that are read; their content is not looked at before it
    /// is decoded, so that what is wrong with them is told.
    private static let extensions: Set<String> = [
        "jpg", "jpeg", "jpe", "jfif", "png", "webp", "heic", "heif", "avif", "tif", "tiff", "gif",
        "bmp", "pgm", "ppm",
    ]

    /// What systems put beside pictures, which is not worth a word.
    private static let litter: Set<String> = ["__MACOSX", "Thumbs.db", "desktop.ini", "@eaDir"]

    /// Whether a file or folder is hidden, or a system's own.
    static func isHidden(_ name: some StringProtocol) -> Bool {
        name.hasPrefix(".") || litter.contains(String(name))
    }

    /// Why a file is left out.
    ///
    /// - Parameters:
    ///   - name: Its name without folders.
    ///   - start: Reads its first bytes; nil where they cannot be read.
    /// - Returns: A few words; nil for an image.
    static func reason(_ name: String, start: () -> Data?) -> String? {
        let suffix = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last
        if let suffix, extensions.contains(suffix.lowercased()) { return nil }
        guard let start = start() else { return "cannot be read" }
        if ImageFormat(startOf: start) != nil { return nil }
        guard let foreign = ForeignFile(startOf: start), foreign.isArchive else {
            return "no picture"
        }
        return "\(foreign.kind): archives inside are not looked into"
    }
}
