import AtomicFiles
import Foundation

/// Files as they are at the moment of reading, and nothing that could block or never end.
enum RegularFile {
    /// Why a file was not read.
    struct Refusal: Error {
        let reason: String
    }

    /// The size of a file.
    ///
    /// - Parameter url: The file, or a link to one.
    /// - Returns: Bytes; nil of anything else than a file.
    static func size(_ url: URL) -> Int? {
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .fileSizeKey]
        let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: keys)
        guard values?.isRegularFile == true else { return nil }
        return values?.fileSize
    }

    /// All bytes of a file.
    ///
    /// - Parameter url: The file, or a link to one.
    /// - Returns: The contents.
    /// - Throws: `Refusal` where it is something else, or the system refuses.
    static func read(_ url: URL) throws(Refusal) -> Data {
        guard size(url) != nil else { throw Refusal(reason: "it is not a file") }
        do {
            return try Data(contentsOf: url)
        } catch {
            throw Refusal(reason: "\(SystemReason(error))")
        }
    }
}
