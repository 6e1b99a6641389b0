import CIPS3DModel
import Foundation
import ImageReading
import PyTorchFiles
import SafeTensors

/// Reads a file to its end, as commands do.
struct Reading {
    /// An end that no reader may come to.
    struct NoSentence: Error, CustomStringConvertible {
        let description: String
    }

    /// The longest sentence, in characters; names of files are a part of it.
    private static let longestSentence = 2_000
    private static let budget = 64

    private let kind: FileKind

    init(_ kind: FileKind) { self.kind = kind }

    /// Reads.
    ///
    /// - Parameter url: The file.
    /// - Returns: The sentence of the error; nil where it ended in values.
    /// - Throws: `NoSentence` for an error that nobody would want to read.
    func end(of url: URL) throws -> String? {
        do {
            try read(url)
            return nil
        } catch {
            let sentence = "\(error)"
            let isOne =
                (1...Self.longestSentence).contains(sentence.count)
                && !sentence.contains { $0.isNewline }
                && !sentence.contains("couldn’t be completed")
                && !sentence.contains("could not be completed")
            // Configurations list all their problems, one a line.
            guard isOne || kind == .configuration else {
                throw NoSentence(description: "no sentence: \(sentence.prefix(500))")
            }
            return sentence
        }
    }

    private func read(_ url: URL) throws {
        switch kind {
        case .photograph:
            let decoder = ImageDecoder(budget: DecodingBudget(megabytes: Self.budget))
            _ = try decoder.image(Data(contentsOf: url), name: url.lastPathComponent)
        case .archive:
            let images = try ImageCollection(
                path: url.path, budget: DecodingBudget(megabytes: Self.budget))
            for index in 0..<min(images.count, 8) { _ = try images.image(at: index) }
        case .checkpoint: try readCheckpoint(url)
        case .safeTensors:
            let file = try SafeTensorsFile(contentsOf: url)
            for name in file.names {
                // Each is one or the other, or of a type that is only lent as bytes.
                _ = try? file.floats(name)
                _ = try? file.integers(name)
                try file.withUnsafeBytes(of: name) { _ = $0.reduce(0, ^) }
            }
        case .configuration: _ = try ModelConfiguration(contentsOf: url)
        }
    }

    private func readCheckpoint(_ url: URL) throws {
        let file = try PyTorchFile(contentsOf: url)
        for dictionary in file.dictionaries {
            _ = try? GeneratorConfiguration(publishedShapes: dictionary.tensors.mapValues(\.shape))
            for name in dictionary.tensors.keys.sorted() {
                _ = try file.floats(name, in: dictionary)
            }
        }
    }
}
