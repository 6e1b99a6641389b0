import Foundation
import Synchronization

/// A checkpoint that `torch.save` wrote, read without running anything in it.
///
///     let file = try PyTorchFile(contentsOf: URL(fileURLWithPath: "weights.pth"))
///     let state = file.dictionaries[0]
///     let weights = try file.floats("siren.final_layer.weight", in: state)
///
/// Since PyTorch 1.6 the format is a zip archive of records that are stored as they are:
///
///     NAME/data.pkl       a pickle: dictionaries, and where each tensor's elements are
///     NAME/data/0, ...    the storages, numbers one behind the other
///     NAME/byteorder      "little" or "big"; little where it is missing
///
/// Before, and with `_use_new_zipfile_serialization=False`, the pickle and the storages stand one
/// behind the other without an archive around them. Both are read alike.
///
/// A pickle is a program. This one is not run: its instructions are followed as far as dictionaries
/// of tensors need, and a name that it calls for is compared with a short list and refused where it
/// is not on it. Opening reads the pickle alone; storages are read when a tensor is asked for, and
/// no memory is allocated that the file's own size does not account for. Damage within a storage is
/// noticed in an archive, by its checksum; the old format has none.
///
/// Source: `torch/serialization.py` of PyTorch 0.4 to 2.13, Python's `pickletools`.
public final class PyTorchFile: Sendable {
    /// Where the file was when it was opened.
    public let url: URL
    /// Its length in bytes.
    public let byteCount: Int
    /// The outermost dictionary and all below it that keys of text lead to, nearest first.
    public let dictionaries: [PyTorchDictionary]

    private let storages: StoragePlaces
    let isBigEndian: Bool
    /// The storage that was read last: tensors often share one.
    private let latest = Mutex<(key: String, bytes: [UInt8])?>(nil)

    /// Opens a checkpoint and reads its pickle.
    ///
    /// - Parameter url: The file.
    /// - Throws: `PyTorchFileError` for anything but a checkpoint of dictionaries and tensors.
    public init(contentsOf url: URL) throws(PyTorchFileError) {
        do {
            let file = try OpenFile(url)
            let contents = try CheckpointContents(file)
            (self.url, byteCount) = (url, file.byteCount)
            (dictionaries, storages) = (contents.dictionaries, contents.storages)
            isBigEndian = contents.isBigEndian
        } catch {
            throw PyTorchFileError(file: url, tensor: nil, problem: error.problem)
        }
    }

    /// Reads a storage whole, or takes it from the last time.
    ///
    /// - Parameters:
    ///   - storage: Which one.
    ///   - name: The tensor that is asked for.
    /// - Returns: Exactly the bytes that the storage claims.
    /// - Throws: `PyTorchFileError` where the file has something else.
    func bytes(of storage: PyTorchStorage, for name: String) throws(PyTorchFileError) -> [UInt8] {
        let kept = latest.withLock { latest in
            // Two claims on one key can differ; that of another size is left to fail below.
            latest?.key == storage.key && latest?.bytes.count == storage.byteCount
                ? latest?.bytes : nil
        }
        if let kept { return kept }
        latest.withLock { $0 = nil }  // not two storages at once
        do {
            let bytes = try storages.bytes(of: storage)
            latest.withLock { $0 = (storage.key, bytes) }
            return bytes
        } catch {
            throw PyTorchFileError(file: url, tensor: name, problem: error.problem)
        }
    }
}
