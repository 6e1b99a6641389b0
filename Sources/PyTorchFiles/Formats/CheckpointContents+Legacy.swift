/// The format before PyTorch 1.6.
///
/// Five pickles one behind the other, and then the storages in the order of the last pickle's list,
/// each with its count of elements before it:
///
///     magic number        a whole number of ten bytes
///     version             1001
///     machine             a dictionary: byte order and sizes of C's types; PyTorch ignores it too
///     dictionaries        as in an archive
///     keys                a list of texts, the storages' names
///     count, elements     eight bytes, and what they count
///
/// Everything behind the pickles is little-endian whatever the machine was. (Early versions wrote
/// counts on a big-endian machine as they were in memory: such a file is refused, because the counts
/// do not fit.) Nothing here is protected by a checksum.
///
/// Source: `_legacy_save` and `_legacy_load` in `torch/serialization.py`, `THPStorage_writeFileRaw`
/// in `torch/csrc/serialization.cpp`.
extension CheckpointContents {
    /// 0x1950a86a20f9469cfc6c, the least significant byte first.
    private static let magicNumber: [UInt8] = [
        0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
    ]
    private static let version = 1001

    init(legacy file: OpenFile) throws(PickleFault) {
        var machine = PickleMachine(PickleCursor(file, limit: Self.largestPickle))
        guard try machine.nextOfPyTorch() == .long(Self.magicNumber) else {
            throw PickleFault(.barePickle)
        }
        guard try machine.nextOfPyTorch() == .integer(Self.version) else {
            throw .malformed("its format is not version \(Self.version)")
        }
        guard case .dictionary = try machine.nextOfPyTorch() else {
            throw .malformed("nothing about the machine that wrote it")
        }
        let value = try machine.next()
        dictionaries = try machine.dictionaries(from: value)
        let claimed = machine.objects.storages
        let list = try machine.nextOfPyTorch()
        let runs = try Self.runs(
            of: try Self.keys(list, in: machine.objects), claimed: claimed,
            from: machine.position, in: file)
        storages = .runs(runs, file: file)
        isBigEndian = false
    }

    private static func keys(
        _ value: PickleValue, in objects: PickleObjects
    ) throws(PickleFault) -> [String] {
        guard case .list(let list) = value else { throw .malformed("no list of storages") }
        var keys: [String] = []
        for value in objects.lists[list] {
            guard case .text(let key) = value else { throw .malformed("a storage without name") }
            keys.append(key)
        }
        return keys
    }

    /// Goes from storage to storage and reads their counts.
    ///
    /// - Parameters:
    ///   - keys: The storages in the order of the file.
    ///   - claimed: What the tensors say about them; the first word on each counts.
    ///   - start: Where the first one's count is.
    ///   - file: The checkpoint.
    /// - Returns: Where the elements of each are.
    /// - Throws: `PickleFault` where list, claims, counts and the file's length do not agree.
    private static func runs(
        of keys: [String], claimed: [PyTorchStorage], from start: Int, in file: OpenFile
    ) throws(PickleFault) -> [String: Range<Int>] {
        let claims = Dictionary(claimed.map { ($0.key, $0) }) { first, _ in first }
        var runs: [String: Range<Int>] = [:]
        var place = start
        for key in keys {
            guard let claim = claims[key] else { throw .storage(key, "belongs to no tensor") }
            guard runs[key] == nil else { throw .storage(key, "is there twice") }
            guard file.byteCount - place >= 8 else { throw Self.cutShort(key) }
            let count = try file.bytes(in: place..<place + 8).withUnsafeBytes {
                Int(littleEndian: $0.loadUnaligned(as: Int.self))
            }
            guard count == claim.count, let bytes = claim.byteCount else {
                throw .storage(key, "has another size than its tensor")
            }
            place += 8
            guard bytes <= file.byteCount - place else { throw Self.cutShort(key) }
            runs[key] = place..<place + bytes
            place += bytes
        }
        // PyTorch itself would give such a tensor whatever was in memory before.
        for claim in claimed where runs[claim.key] == nil {
            throw .storage(claim.key, "is missing")
        }
        return runs
    }

    private static func cutShort(_ key: String) -> PickleFault {
        let name = PyTorchFileError.quoted(key)
        return PickleFault(.damaged(reason: "it ends before its storage \(name) does"))
    }
}
