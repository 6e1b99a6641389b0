import ArgumentParser
import CIPS3DModel
import Foundation

/// The folder that a command makes a model in.
struct ModelOutput: ParsableArguments {
    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("The model folder; it is made where there is none.", valueName: "dir"))
    var path: String

    @Flag(help: "Replaces a model that is in the folder.")
    var force = false

    func validate() throws {
        guard !path.isEmpty else { throw ValidationError("--out is empty; name a folder.") }
    }

    /// The folder, where nothing is that somebody may want to keep.
    ///
    /// - Returns: The folder.
    /// - Throws: `ToolError` where a model is in it and may not be replaced.
    func folder() throws -> ModelFolder {
        let out = ModelFolder(url: URL(fileURLWithPath: path))
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: out.url.path, isDirectory: &isFolder) else {
            return out
        }
        guard isFolder.boolValue else {
            throw ToolError("\(out.url.path) is a file; name a folder for the model.")
        }
        guard !force else { return out }
        let taken = [out.configurationURL, out.weightsURL, out.meanURL, out.cardURL].filter {
            FileManager.default.fileExists(atPath: $0.path)
        }
        guard taken.isEmpty else {
            let names = taken.map(\.lastPathComponent).joined(separator: ", ")
            throw ToolError(
                "The folder \(out.url.path) already has \(names); name another folder, or add "
                    + "--force to replace the model in it.")
        }
        return out
    }
}
