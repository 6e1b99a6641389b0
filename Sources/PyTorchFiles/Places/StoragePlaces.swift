/// Where the storages of a checkpoint are.
enum StoragePlaces: Sendable {
    /// Each is a record of an archive.
    case records(CheckpointArchive)
    /// Each is a run of bytes in a file; the key leads to it.
    case runs([String: Range<Int>], file: OpenFile)

    /// Reads a storage whole.
    ///
    /// - Parameter storage: What the pickle claims.
    /// - Returns: Exactly the bytes that it claims.
    /// - Throws: `PickleFault` where the file has something else. Memory is asked for after the
    ///   claim was compared with the file.
    func bytes(of storage: PyTorchStorage) throws(PickleFault) -> [UInt8] {
        switch self {
        case .records(let archive):
            return try archive.bytes(of: storage)
        case .runs(let runs, let file):
            guard let run = runs[storage.key] else {
                throw .storage(storage.key, "is missing")
            }
            guard run.count == storage.byteCount else {
                throw .storage(storage.key, "has another size than its tensor")
            }
            return try file.bytes(in: run)
        }
    }
}
