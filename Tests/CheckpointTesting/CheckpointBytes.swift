import Foundation

/// Checkpoints as `torch.save` writes them, made without PyTorch.
package enum CheckpointBytes {
    /// An archive around a pickle.
    ///
    /// - Parameters:
    ///   - pickle: `data.pkl`.
    ///   - records: Other records by name, such as `data/0`.
    /// - Returns: The whole file.
    package static func archive(_ pickle: Data, records: [(String, Data)] = []) -> Data {
        let files = [("data.pkl", pickle)] + records
        return StoredZip.archive(files.map { (name: "archive/" + $0.0, data: $0.1) })
    }

    /// A dictionary of tensors of singles, each with a storage of its own.
    ///
    /// - Parameters:
    ///   - tensors: Names, shapes and values in row-major order.
    ///   - around: Makes the outermost value of the pickled dictionary.
    /// - Returns: The whole file.
    package static func state(
        _ tensors: [(name: String, shape: [Int], values: [Float])],
        around: (Data) -> Data = { $0 }
    ) -> Data {
        let (pickle, records) = pickledState(tensors, around: around)
        return archive(pickle, records: records)
    }

    /// The parts of ``state(_:around:)``.
    ///
    /// - Parameters:
    ///   - tensors: Names, shapes and values in row-major order.
    ///   - around: Makes the outermost value of the pickled dictionary.
    /// - Returns: The pickle and the records that it refers to.
    package static func pickledState(
        _ tensors: [(name: String, shape: [Int], values: [Float])],
        around: (Data) -> Data = { $0 }
    ) -> (pickle: Data, records: [(String, Data)]) {
        var items: [(String, Data)] = []
        var records: [(String, Data)] = []
        for (index, tensor) in tensors.enumerated() {
            let storage = PickleBytes.storage("\(index)", count: tensor.values.count)
            items.append((tensor.name, PickleBytes.tensor(storage, shape: tensor.shape)))
            records.append(("data/\(index)", floats(tensor.values)))
        }
        return (PickleBytes.whole(around(PickleBytes.dictionary(items))), records)
    }

    /// Singles, little-endian.
    package static func floats(_ values: [Float]) -> Data {
        values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
    }
}
