import Foundation

/// A folder for the files of one test, which is deleted when the last reference to it goes.
package final class TemporaryFolder: Sendable {
    package let url: URL

    /// Makes a new one.
    package init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("cips3d-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A file or folder in it, which need not be there.
    package func file(_ name: String) -> URL { url.appendingPathComponent(name) }

    /// The path of a file or folder in it, which need not be there.
    package func path(_ name: String) -> String { file(name).path }

    /// The bytes of a file in it.
    package func data(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }

    /// Everything in it or in a folder below, hidden files included, sorted.
    package func names(in folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(folder).path).sorted()
    }

    /// Writes a file, with the folders that it needs.
    ///
    /// - Parameters:
    ///   - data: What will be in it.
    ///   - name: Its name, with folders where it has some.
    /// - Returns: Where it is.
    /// - Throws: What the file system throws.
    @discardableResult
    package func write(_ data: Data, to name: String) throws -> URL {
        let file = file(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
        return file
    }
}
