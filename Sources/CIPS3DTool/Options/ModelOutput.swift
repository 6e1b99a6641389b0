import ArgumentParser
import CIPS3DModel
import Foundation

/// The folder that a command makes a model in.
struct ModelOutput: ParsableArguments {
    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("A new or an empty folder for the model.", valueName: "dir"))
    var path: String

    @Flag(help: "Replaces a model that is in the folder.")
    var force = false

    func validate() throws {
        guard !path.isEmpty else { throw ValidationError("--out is empty; name a folder.") }
    }

    /// The folder, where nothing is that somebody may want to keep: it is new, or empty but for hidden files.
    ///
    /// - Returns: The folder.
    /// - Throws: `ToolError` where something else than a model that may be replaced is in it.
    func folder() throws -> ModelFolder {
        let out = ModelFolder(url: URL(fileURLWithPath: path))
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: out.url.path, isDirectory: &isFolder) else {
            return out
        }
        guard isFolder.boolValue else {
            throw ToolError("\(out.url.path) is a file; name a folder for the model.")
        }
        let ofModels = [out.configurationURL, out.weightsURL, out.meanURL, out.cardURL].map(
            \.lastPathComponent)
        let names = try FileManager.default.contentsOfDirectory(atPath: out.url.path)
            .filter { !$0.hasPrefix(".") }.sorted()
        if let other = names.first(where: { !ofModels.contains($0) }) {
            throw ToolError(
                "The folder \(out.url.path) holds \(other); name a new or an empty folder.")
        }
        guard names.isEmpty || force else {
            throw ToolError(
                "The folder \(out.url.path) already has \(names.joined(separator: ", ")); name another "
                    + "folder, or add --force to replace the model in it.")
        }
        return out
    }
}
