import Foundation
import SafeTensors
import Torch
import TorchNN

/// A file that records one computation of the reference: weights, inputs, draws and results.
///
/// Everything in it has to be read: what nobody asked for is an error, because a verifier that
/// passes over something has verified less than it says.
final class RecordedComputation {
    let file: SafeTensorsFile
    let kind: String
    let configuration: RecordedConfiguration
    private var unread: Set<String>

    /// Opens a file.
    ///
    /// - Throws: ``VerificationError`` or ``SafeTensorsError``.
    init(contentsOf url: URL) throws {
        file = try SafeTensorsFile(contentsOf: url)
        let unknown = Set(file.metadata.keys).subtracting(["kind", "config"]).sorted()
        guard unknown.isEmpty else {
            throw VerificationError(
                "\(url.path): the metadata \(unknown.joined(separator: ", ")) are unknown.")
        }
        guard let kind = file.metadata["kind"], let text = file.metadata["config"] else {
            throw VerificationError(
                "\(url.path) is not a recorded computation: its metadata has no kind and config.")
        }
        self.kind = kind
        configuration = try RecordedConfiguration(json: text, file: url.path)
        unread = Set(file.names)
    }

    /// Names that start with a prefix, sorted.
    func names(under prefix: String) -> [String] {
        file.names.filter { $0.hasPrefix(prefix) }
    }

    func has(_ name: String) -> Bool { file.entries[name] != nil }

    /// A tensor of floating-point numbers as it is stored, marked as read.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - shape: What it has to be; -1 is any length.
    /// - Returns: The tensor, in its own type.
    /// - Throws: ``VerificationError`` where it is missing, misshapen or not of such numbers.
    func tensor(_ name: String, _ shape: [Int]) throws -> Tensor {
        try read(name, shape, types: [.float32, .float64, .float16, .bfloat16])
    }

    /// A tensor that the computation reads, which runs in float32 whatever the file holds.
    func input(_ name: String, _ shape: [Int]) throws -> Tensor {
        try tensor(name, shape).converted(to: .float32)
    }

    /// A tensor of indices, marked as read.
    func indices(_ name: String, _ shape: [Int]) throws -> Tensor {
        try read(name, shape, types: [.int64])
    }

    private func read(
        _ name: String, _ shape: [Int], types: [SafeTensorsType]
    ) throws -> Tensor {
        guard let entry = file.entries[name] else {
            throw VerificationError("\(file.url.path): the tensor \(name) is missing.")
        }
        let fits =
            entry.shape.count == shape.count
            && zip(entry.shape, shape).allSatisfy { $1 == -1 || $0 == $1 }
        guard fits else {
            throw VerificationError(
                "\(file.url.path): the tensor \(name) has shape \(entry.shape), expected \(shape)."
            )
        }
        guard types.contains(entry.type) else {
            throw VerificationError(
                "\(file.url.path): the tensor \(name) has type \(entry.type.rawValue), expected "
                    + "\(types[0].rawValue).")
        }
        unread.remove(name)
        return try file.tensor(name)
    }

    /// Fills a network's parameters from all tensors under a prefix.
    func load(_ prefix: String, into store: ParameterStore) throws {
        try store.load(from: file, prefix: prefix)
        for name in names(under: prefix) { unread.remove(name) }
    }

    /// Refuses what nothing has read, in the tensors and in the configuration.
    func refuseLeftovers() throws {
        try configuration.refuseLeftovers()
        guard unread.isEmpty else {
            throw VerificationError(
                "\(file.url.path): the tensors \(unread.sorted().joined(separator: ", ")) are unknown."
            )
        }
    }
}
