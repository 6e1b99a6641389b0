import AtomicFiles
import CIPS3DModel
import Foundation
import SafeTensors

/// A head on disk: its styles, as a safetensors file or as JSON.
///
///     shape        [nerf.styleWidth]
///     appearances  [blocks, inr.styleWidth]
///
/// JSON has the same two keys.
extension HeadStyles {
    private static let shapeName = "shape"
    private static let appearancesName = "appearances"

    /// Reads a head.
    ///
    /// - Parameter url: A file that ``write(to:)`` wrote, told by its content.
    /// - Throws: ``HeadFileError``.
    public init(contentsOf url: URL) throws {
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw HeadFileError(path: url.path, problem: "\(SystemReason(error))")
        }
        let isJSON = data.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
        do {
            self =
                try isJSON
                ? JSONDecoder().decode(HeadStyles.self, from: data)
                : HeadStyles(SafeTensorsFile(contentsOf: url))
        } catch {
            throw HeadFileError(path: url.path, problem: "it holds no head")
        }
        guard (shape + appearances.joined()).allSatisfy(\.isFinite) else {
            throw HeadFileError(path: url.path, problem: "it holds numbers that are not finite")
        }
    }

    private init(_ file: SafeTensorsFile) throws {
        let numbers = try file.floats(Self.appearancesName)
        guard let shape = file.entries[Self.appearancesName]?.shape, shape.count == 2 else {
            throw CocoaError(.fileReadCorruptFile)
        }
        let (blocks, width) = (shape[0], shape[1])
        self.init(
            shape: try file.floats(Self.shapeName),
            appearances: (0..<blocks).map { Array(numbers[$0 * width..<($0 + 1) * width]) })
    }

    /// Writes the head, whole or not at all.
    ///
    /// - Parameter url: JSON where the name ends in `.json`, safetensors otherwise.
    /// - Throws: `AtomicFileError` or `SafeTensorsError` where the system refuses.
    public func write(to url: URL) throws {
        if url.pathExtension.lowercased() == "json" {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return try AtomicFile.write(encoder.encode(self), to: url)
        }
        var writer = SafeTensorsWriter(metadata: ["kind": "cips3d head"])
        writer.add(Self.shapeName, shape: [shape.count], floats: shape)
        writer.add(
            Self.appearancesName, shape: [appearances.count, appearances.first?.count ?? 0],
            floats: Array(appearances.joined()))
        try writer.write(to: url)
    }
}

/// A file that holds no head.
public struct HeadFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What is wrong with it.
    public let problem: String

    /// One sentence: what, where, what to do.
    public var description: String {
        "\(path) cannot be used as a head (\(problem)); name a file that was saved from one, a .safetensors or .json."
    }
}
