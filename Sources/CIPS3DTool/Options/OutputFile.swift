import ArgumentParser
import AtomicFiles
import Foundation

/// A file or folder that a command will write, checked before it computes for an hour.
///
/// One rule for all commands: folders above it are made, a file of its name is replaced, and a folder has to be
/// new or empty.
struct OutputFile: ExpressibleByArgument {
    /// The file.
    let url: URL

    init(url: URL) { self.url = url }

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        url = URL(fileURLWithPath: argument)
    }

    /// Whether it is `-`, where a command takes that for standard output.
    var isStandardOutput: Bool { path == "-" }

    /// Whether its name promises JPEG.
    var isJPEG: Bool { ["jpg", "jpeg"].contains(url.pathExtension.lowercased()) }

    /// The path as it was given.
    var path: String { url.relativePath }

    /// Refuses another kind of file than the command writes.
    ///
    /// - Parameters:
    ///   - option: The option's name, with dashes.
    ///   - suffixes: What the name may end in, without the dot.
    /// - Throws: `ValidationError`.
    func check(_ option: String, endsIn suffixes: String...) throws {
        guard suffixes.contains(url.pathExtension.lowercased()) else {
            let names = suffixes.map { "." + $0 }.joined(separator: " or ")
            throw ValidationError("\(option) is \(path); name a file that ends in \(names).")
        }
    }

    /// Writes a value as JSON, whole or not at all.
    ///
    /// - Parameter value: What to write.
    /// - Throws: `AtomicFileError` where the system refuses.
    func writeJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try makeParent()
        try AtomicFile.write(encoder.encode(value) + Data("\n".utf8), to: url)
    }

    /// Makes the folders above it.
    ///
    /// - Throws: `AtomicFileError` where the system refuses.
    func makeParent() throws {
        try AtomicFile.makeFolder(url.absoluteURL.deletingLastPathComponent())
    }

    /// Refuses a file that cannot be written.
    ///
    /// - Throws: `ToolError` where what is there of its folders is closed or no folder, or a folder is in the way.
    func checkWritable() throws {
        guard !isStandardOutput else { return }
        try checkFolderWritable()
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
            isFolder.boolValue
        {
            throw ToolError("\(url.path) is a folder; name a file in it.")
        }
    }

    /// Refuses a place in whose folder nothing can be written.
    ///
    /// - Throws: `ToolError` where what is there of its folders is closed or no folder.
    func checkFolderWritable() throws {
        let (parent, isFolder) = AtomicFile.nearestParent(of: url)
        guard isFolder else {
            throw ToolError("\(parent.path) is a file and no folder; name another folder.")
        }
        guard access(parent.path, W_OK | X_OK) == 0 else {
            throw ToolError(
                "The folder \(parent.path) cannot be written (\(SystemReason(code: errno))); choose another one."
            )
        }
    }
}
