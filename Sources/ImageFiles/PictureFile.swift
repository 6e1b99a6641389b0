import AtomicFiles
import Foundation

/// Putting an encoded picture on disk, whole or not at all.
package enum PictureFile {
    /// Writes a file; an earlier one is replaced at the end and stays on failure.
    ///
    /// - Parameters:
    ///   - data: The content.
    ///   - url: The file.
    /// - Throws: `ImageError` with the system's reason.
    package static func write(_ data: Data, to url: URL) throws(ImageError) {
        do {
            try AtomicFile.write(data, to: url)
        } catch {
            let reason = (error as? AtomicFileError).map { String(cString: strerror($0.code)) }
            throw ImageError(
                place: url.path, problem: "the file cannot be written (\(reason ?? "\(error)"))",
                remedy: "check the folder, its permissions and the free space")
        }
    }
}
