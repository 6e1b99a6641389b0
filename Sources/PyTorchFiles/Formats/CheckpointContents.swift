import ForeignFiles

/// What opening a checkpoint finds, whichever format it has.
struct CheckpointContents {
    /// The most bytes of pickles that are read; those of a training checkpoint have a megabyte.
    static let largestPickle = 16 << 20

    /// The outermost dictionary and all below it, nearest first.
    let dictionaries: [PyTorchDictionary]
    /// Where the elements of their tensors are.
    let storages: StoragePlaces
    /// Whether the most significant byte of an element comes first.
    let isBigEndian: Bool

    /// Reads the pickles of a checkpoint, and no elements.
    ///
    /// - Parameter file: The checkpoint.
    /// - Throws: `PickleFault` for a file of neither format, and for one that breaks its own.
    init(_ file: OpenFile) throws(PickleFault) {
        let start = try file.bytes(in: 0..<min(4, file.byteCount))
        let length = min(ForeignFile.bytesNeeded, file.byteCount)
        let other = ForeignFile(startOf: try file.bytes(in: 0..<length))
        if start == Array("PK\u{3}\u{4}".utf8) {
            try self.init(archive: CheckpointArchive(file))
        } else if other == .safeTensors {
            throw PickleFault(.otherFormat(.safeTensors))
        } else if start.count == 4, start[0] == PickleOpcode.proto.rawValue,
            (2...5).contains(start[1])  // the protocols that Python has
        {
            try self.init(legacy: file)
        } else {
            throw PickleFault(other.map { .otherFormat($0) } ?? .notACheckpoint)
        }
    }

    private init(archive: CheckpointArchive) throws(PickleFault) {
        isBigEndian = try archive.isBigEndian()
        var machine = PickleMachine(
            PickleCursor(try archive.pickle(limit: Self.largestPickle)))
        let value = try machine.next()
        dictionaries = try machine.dictionaries(from: value)
        storages = .records(archive)
    }
}
