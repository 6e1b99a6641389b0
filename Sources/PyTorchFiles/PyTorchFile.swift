import Foundation
import Glibc
import Synchronization
import ZipFiles

/// A checkpoint that `torch.save` wrote, read without running anything in it.
///
///     let file = try PyTorchFile(contentsOf: URL(fileURLWithPath: "weights.pth"))
///     let state = file.dictionaries[0]
///     let weights = try file.floats("siren.final_layer.weight", in: state)
///
/// The format is a zip archive of records that are stored as they are:
///
///     NAME/data.pkl       a pickle: dictionaries, and where each tensor's elements are
///     NAME/data/0, ...    the storages, numbers one behind the other
///     NAME/byteorder      "little" or "big"; little where it is missing
///
/// A pickle is a program. This one is not run: its instructions are followed as far as dictionaries
/// of tensors need, and a name that it calls for is compared with a short list and refused where it
/// is not on it. Opening reads the pickle alone; storages are read when a tensor is asked for, and
/// no memory is allocated that the file's own size does not account for.
///
/// Source: `torch/serialization.py` of PyTorch 1.6 to 2.13, Python's `pickletools`.
public final class PyTorchFile: Sendable {
    /// The largest pickle that is read; that of a training checkpoint has a megabyte.
    private static let largestPickle = 16 << 20

    /// Where the file was when it was opened.
    public let url: URL
    /// Its length in bytes.
    public let byteCount: Int
    /// The outermost dictionary and all below it that keys of text lead to, nearest first.
    public let dictionaries: [PyTorchDictionary]

    private let archive: ZipArchive
    private let records: [String: ZipArchive.Entry]
    /// `NAME/`, before every record's name.
    private let prefix: String
    let isBigEndian: Bool
    /// The storage that was read last: tensors often share one.
    private let latest = Mutex<(key: String, bytes: [UInt8])?>(nil)

    /// Opens a checkpoint and reads its pickle.
    ///
    /// - Parameter url: The file.
    /// - Throws: `PyTorchFileError` for anything but a checkpoint of dictionaries and tensors.
    public init(contentsOf url: URL) throws(PyTorchFileError) {
        func failure(_ problem: PyTorchFileError.Problem) -> PyTorchFileError {
            PyTorchFileError(file: url, tensor: nil, problem: problem)
        }
        do {
            let byteCount = try Self.checkedLength(of: url)
            let archive = try ZipArchive(path: url.path)
            var records: [String: ZipArchive.Entry] = [:]
            for entry in archive.entries {
                guard records.updateValue(entry, forKey: entry.name) == nil else {
                    throw failure(.record(name: entry.name, reason: "is there twice"))
                }
            }
            let pickles = archive.entries.filter { entry in
                let parts = entry.name.split(separator: "/", omittingEmptySubsequences: false)
                return parts.count == 2 && parts[1] == "data.pkl"
            }
            guard let pickle = pickles.first, pickles.count == 1 else {
                throw failure(.noPickle(count: pickles.count))
            }
            guard pickle.isStored, let size = pickle.size, size <= UInt64(byteCount) else {
                throw failure(
                    .record(name: pickle.name, reason: "is packed or larger than the file"))
            }
            guard size <= UInt64(Self.largestPickle) else {
                throw failure(.tooLarge(reason: "\(size) bytes"))
            }
            prefix = String(pickle.name.dropLast("data.pkl".count))
            isBigEndian = try Self.isBigEndian(records[prefix + "byteorder"], in: archive)
            let bytes = try archive.bytes(of: pickle, limit: Self.largestPickle)
            dictionaries = try PickleMachine.dictionaries(in: bytes)
            (self.url, self.byteCount) = (url, byteCount)
            (self.archive, self.records) = (archive, records)
        } catch let error as PyTorchFileError {
            throw error
        } catch let fault as PickleFault {
            throw failure(fault.problem)
        } catch let error as ZipError {
            throw failure(.damaged(reason: error.reason))
        } catch {
            throw failure(.unreadable(reason: "\(error)"))
        }
    }

    /// Reads a storage whole, or takes it from the last time.
    ///
    /// - Parameters:
    ///   - storage: Which one.
    ///   - name: The tensor that is asked for.
    /// - Returns: Exactly the bytes that the storage claims.
    /// - Throws: `PyTorchFileError` where the archive has something else.
    func bytes(of storage: PyTorchStorage, for name: String) throws(PyTorchFileError) -> [UInt8] {
        let record = "\(prefix)data/\(storage.key)"
        func failure(_ reason: String) -> PyTorchFileError {
            PyTorchFileError(
                file: url, tensor: name, problem: .record(name: record, reason: reason))
        }
        let (needed, overflow) = storage.count.multipliedReportingOverflow(
            by: storage.type.byteCount)
        guard let entry = records[record] else { throw failure("is missing") }
        guard entry.isStored else { throw failure("is packed") }
        guard !overflow, entry.size == UInt64(exactly: needed), needed <= byteCount else {
            throw failure("has another size than its storage")
        }
        if let bytes = latest.withLock({ $0?.key == storage.key ? $0?.bytes : nil }) {
            return bytes
        }
        latest.withLock { $0 = nil }  // not two storages at once
        do {
            let bytes = try archive.bytes(of: entry, limit: needed)
            latest.withLock { $0 = (storage.key, bytes) }
            return bytes
        } catch {
            throw PyTorchFileError(
                file: url, tensor: name, problem: .damaged(reason: error.reason))
        }
    }

    private static func isBigEndian(
        _ entry: ZipArchive.Entry?, in archive: ZipArchive
    ) throws -> Bool {
        guard let entry else { return false }
        switch try archive.bytes(of: entry, limit: 16) {
        case Array("little".utf8): return false
        case Array("big".utf8): return true
        default:
            throw PickleFault(.record(name: entry.name, reason: "is neither little nor big"))
        }
    }

    /// The length of a regular file that begins as a zip archive does.
    private static func checkedLength(of url: URL) throws(PickleFault) -> Int {
        // O_NONBLOCK: opening a pipe would otherwise wait for its writer, forever.
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw PickleFault(.unreadable(reason: Self.systemReason)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw PickleFault(.unreadable(reason: Self.systemReason))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw PickleFault(.notAFile) }
        var start: [UInt8] = [0, 0, 0, 0]
        guard pread(descriptor, &start, start.count, 0) == start.count else {
            throw PickleFault(.notACheckpoint)
        }
        // A pickle begins with its protocol; all that PyTorch wrote have 2 to 5.
        if start[0] == 0x80, (2...5).contains(start[1]) { throw PickleFault(.legacy) }
        guard start == Array("PK\u{3}\u{4}".utf8) else { throw PickleFault(.notACheckpoint) }
        return Int(status.st_size)
    }

    private static var systemReason: String { String(cString: strerror(errno)) }
}
