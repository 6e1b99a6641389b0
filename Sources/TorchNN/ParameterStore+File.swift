import SafeTensors
import Torch

/// A weights file that does not fit a network.
public struct ParameterMismatch: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// Every tensor that is missing, unexpected or misshapen, a sentence each.
    public let problems: [String]

    /// One sentence with all problems.
    public var description: String {
        "\(file) does not fit the network that its configuration describes: "
            + problems.joined(separator: "; ")
            + " — use the weights and the configuration of one model"
    }
}

extension ParameterStore {
    /// Adds every tensor to a file that will be written.
    ///
    /// - Parameters:
    ///   - writer: The file to be.
    ///   - prefix: Put before every path.
    public func add(to writer: inout SafeTensorsWriter, prefix: String = "") {
        for (path, tensor) in zip(paths, tensors) { writer.add(prefix + path, tensor) }
    }

    /// Overwrites every tensor from a file, or none.
    ///
    /// All names and shapes are compared first; nothing may be missing or left over.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - prefix: Only names that start so are looked at.
    /// - Throws: ``ParameterMismatch`` with everything that does not fit.
    public func load(from file: SafeTensorsFile, prefix: String = "") throws {
        let stored = Set(file.names.filter { $0.hasPrefix(prefix) })
        var problems: [String] = []
        for (path, tensor) in zip(paths, tensors) {
            guard let entry = file.entries[prefix + path] else {
                problems.append("\(path) is missing")
                continue
            }
            if entry.shape != tensor.shape {
                problems.append("\(path) has shape \(entry.shape), expected \(tensor.shape)")
            } else if ![.float16, .bfloat16, .float32, .float64].contains(entry.type) {
                problems.append("\(path) has type \(entry.type.rawValue), expected F32")
            }
        }
        let unexpected = stored.subtracting(paths.map { prefix + $0 }).sorted()
        problems += unexpected.map { "\($0.dropFirst(prefix.count)) is unexpected" }
        guard problems.isEmpty else {
            throw ParameterMismatch(file: file.url.path, problems: problems)
        }
        for (path, tensor) in zip(paths, tensors) {
            tensor.copy(from: try file.tensor(prefix + path))
        }
    }
}
