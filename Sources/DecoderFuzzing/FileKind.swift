import ArgumentParser
import Foundation
import ImageReading

/// What a file is read as.
enum FileKind: String, CaseIterable {
    case photograph
    case archive
    case checkpoint
    case safeTensors
    case configuration

    /// By its name where that tells, else by its content.
    init(of url: URL, _ data: Data) {
        self =
            switch url.pathExtension {
            case "pth", "pt", "ckpt", "bin": .checkpoint
            case "safetensors": .safeTensors
            case "json": .configuration
            case "zip": .archive
            default: data.starts(with: "PK".utf8) ? .archive : .photograph
            }
    }

    /// An ending for damaged files, so that their kind is known again.
    func ending(_ name: String) -> String {
        switch self {
        case .photograph: URL(fileURLWithPath: name).pathExtension
        case .archive: "zip"
        case .checkpoint: "pth"
        case .safeTensors: "safetensors"
        case .configuration: "json"
        }
    }
}

/// Files that are damaged.
struct SeedFiles {
    /// One of them.
    struct File {
        let name: String
        let kind: FileKind
        let data: Data
    }

    /// Larger ones say nothing more and take longer.
    private static let largest = 512 << 10

    let files: [File]
    var count: Int { files.count }

    /// Files, and those in folders, in the order of their names.
    init(_ paths: [String]) throws {
        files = try paths.flatMap { path in
            let url = URL(fileURLWithPath: path)
            let inside = FileManager.default.enumerator(atPath: path)?
                .compactMap { ($0 as? String).map { url.appendingPathComponent($0) } }
            return try (inside?.isEmpty == false ? inside ?? [] : [url])
                .sorted { $0.path < $1.path }.compactMap(Self.file)
        }
        guard !files.isEmpty else {
            throw ValidationError(
                "There is no file to damage in \(paths.joined(separator: ", ")); name others.")
        }
    }

    /// Nil for what is no file, too large, or the program of somebody who made the others.
    private static func file(_ url: URL) throws -> File? {
        // Names that are no text, and what went away: neither can be opened this way.
        guard
            let values = try? url.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]),
            values.isRegularFile == true, (1...largest).contains(values.fileSize ?? 0),
            !["py", "md", "tsv"].contains(url.pathExtension)
        else { return nil }
        let data = try Data(contentsOf: url)
        return File(
            name: url.lastPathComponent, kind: FileKind(of: url, data), data: data)
    }
}
