import ArgumentParser
import AtomicFiles
import Foundation

/// A file that a command will write, checked before it computes for an hour.
struct OutputFile: ExpressibleByArgument {
    /// The file.
    let url: URL

    init(url: URL) { self.url = url }

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        url = URL(fileURLWithPath: argument)
    }

    /// Refuses another kind of file than the command writes.
    ///
    /// - Parameters:
    ///   - option: The option's name, with dashes.
    ///   - suffix: What the name has to end in, without the dot.
    /// - Throws: `ValidationError`.
    func check(_ option: String, endsIn suffix: String) throws {
        guard url.pathExtension.lowercased() == suffix else {
            throw ValidationError(
                "\(option) is \(url.relativePath); name a file that ends in .\(suffix).")
        }
    }

    /// Writes a value as JSON, whole or not at all.
    ///
    /// - Parameter value: What to write.
    /// - Throws: `AtomicFileError` where the system refuses.
    func writeJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(value) + Data("\n".utf8), to: url)
    }

    /// Refuses a file that cannot be written.
    ///
    /// - Throws: `ToolError` where its folder is missing or closed, or a folder is in the way.
    func checkWritable() throws {
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
    /// - Throws: `ToolError` where the folder is missing or closed.
    func checkFolderWritable() throws {
        let parent = url.absoluteURL.deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: parent, isDirectory: &isFolder) else {
            throw ToolError("The folder \(parent) does not exist; make it or name another one.")
        }
        guard isFolder.boolValue else {
            throw ToolError("\(parent) is a file and no folder; name another folder.")
        }
        guard access(parent, W_OK | X_OK) == 0 else {
            let reason = String(cString: strerror(errno))
            throw ToolError(
                "The folder \(parent) cannot be written (\(reason)); choose another one.")
        }
    }
}
