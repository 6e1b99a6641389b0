import SafeTensors
import Torch

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
    /// - Throws: `ParameterMismatch` with everything that does not fit.
    public func load(from file: SafeTensorsFile, prefix: String = "") throws {
        try file.requireExactly(
            zip(paths, tensors).map { ($0, $1.shape) }, prefix: prefix)
        for (path, tensor) in zip(paths, tensors) {
            tensor.copy(from: try file.tensor(prefix + path))
        }
    }
}
