import ZipFiles

/// The records of a checkpoint that is a zip archive.
struct CheckpointArchive: Sendable {
    private let archive: ZipArchive
    private let records: [String: ZipArchive.Entry]
    private let pickle: ZipArchive.Entry
    /// The length of the archive, which no record in it exceeds.
    private let byteCount: Int

    /// `NAME/`, before every record's name.
    private var prefix: String { String(pickle.name.dropLast("data.pkl".count)) }

    /// Lists the records.
    ///
    /// - Parameter file: The archive.
    /// - Throws: `PickleFault` where it is none, or not that of a checkpoint.
    init(_ file: OpenFile) throws(PickleFault) {
        do {
            archive = try ZipArchive(path: file.path)
        } catch {
            throw PickleFault(.damaged(reason: error.reason))
        }
        var records: [String: ZipArchive.Entry] = [:]
        for entry in archive.entries {
            guard records.updateValue(entry, forKey: entry.name) == nil else {
                throw .record(entry.name, "is there twice")
            }
        }
        let pickles = archive.entries.filter { entry in
            let parts = entry.name.split(separator: "/", omittingEmptySubsequences: false)
            return parts.count == 2 && parts[1] == "data.pkl"
        }
        guard let pickle = pickles.first, pickles.count == 1 else {
            throw PickleFault(.noPickle(count: pickles.count))
        }
        (self.records, self.pickle, byteCount) = (records, pickle, file.byteCount)
    }

    /// Reads `data.pkl`.
    ///
    /// - Parameter limit: The most bytes that it may have.
    /// - Returns: The whole record.
    /// - Throws: `PickleFault` where it is packed, larger or damaged.
    func pickle(limit: Int) throws(PickleFault) -> [UInt8] {
        guard pickle.isStored, let size = pickle.size, size <= UInt64(byteCount) else {
            throw .record(pickle.name, "is packed or larger than the file")
        }
        guard size <= UInt64(limit) else { throw PickleFault(.tooLarge(reason: "\(size) bytes")) }
        return try bytes(of: pickle, limit: limit)
    }

    /// Reads the byte order of the storages.
    ///
    /// - Returns: Whether the most significant byte comes first.
    /// - Throws: `PickleFault` where the record says anything else than which one it is.
    func isBigEndian() throws(PickleFault) -> Bool {
        guard let entry = records[prefix + "byteorder"] else { return false }
        switch try bytes(of: entry, limit: 16) {
        case Array("little".utf8): return false
        case Array("big".utf8): return true
        default: throw .record(entry.name, "is neither little nor big")
        }
    }

    /// Reads a storage whole, its checksum compared.
    ///
    /// - Parameter storage: What the pickle claims.
    /// - Returns: Exactly the bytes that it claims.
    /// - Throws: `PickleFault` where the archive has something else.
    func bytes(of storage: PyTorchStorage) throws(PickleFault) -> [UInt8] {
        let name = prefix + "data/" + storage.key
        guard let entry = records[name] else { throw .record(name, "is missing") }
        guard entry.isStored else { throw .record(name, "is packed") }
        guard let needed = storage.byteCount, entry.size == UInt64(exactly: needed),
            needed <= byteCount
        else { throw .record(name, "has another size than its storage") }
        return try bytes(of: entry, limit: needed)
    }

    private func bytes(
        of entry: ZipArchive.Entry, limit: Int
    ) throws(PickleFault) -> [UInt8] {
        do {
            return try archive.bytes(of: entry, limit: limit)
        } catch {
            throw PickleFault(.damaged(reason: error.reason))
        }
    }
}
