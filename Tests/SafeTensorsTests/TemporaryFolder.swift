import FileTesting
import Foundation

/// A new folder for one test.
///
/// - Parameter body: Is given the folder, which is deleted afterwards.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws.
func withTemporaryFolder<R>(_ body: (URL) throws -> R) throws -> R {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) { try body(folder.url) }
}

/// The names of all files in a folder, hidden ones too.
///
/// - Parameter folder: The folder.
/// - Returns: Names, sorted.
/// - Throws: What the file system throws.
func files(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}
