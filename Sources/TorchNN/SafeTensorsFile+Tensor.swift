import SafeTensors
import Torch

extension SafeTensorsFile {
    /// Copies a tensor out of the file.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - device: Where to put it.
    /// - Returns: The tensor, in the type that the file has.
    /// - Throws: ``SafeTensorsError`` where there is none; ``TorchError`` where its type is one that
    ///   tensors cannot have.
    public func tensor(_ name: String, on device: Device = .cpu) throws -> Tensor {
        try withUnsafeBytes(of: name) { bytes in
            guard let entry = entries[name], let type = ScalarType(entry.type) else {
                throw TorchError(
                    "\(url.path): the tensor \(name) has the type "
                        + "\(entries[name]?.type.rawValue ?? "?"), which cannot be computed with; "
                        + "save it as F32.")
            }
            return Tensor(bytes: bytes, shape: entry.shape, type: type, device: device)
        }
    }
}

extension SafeTensorsWriter {
    /// Adds a tensor; its numbers are read when the file is written.
    ///
    /// - Parameters:
    ///   - name: Its name in the file.
    ///   - tensor: Of any type that files have.
    public mutating func add(_ name: String, _ tensor: Tensor) {
        guard let type = tensor.type.stored else {
            preconditionFailure("a tensor of type \(tensor.type) cannot be stored")
        }
        add(name, type: type, shape: tensor.shape) { write in
            try tensor.detached().withUnsafeBytes(write)
        }
    }
}
