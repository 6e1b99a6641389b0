/// The checked contents of a safetensors header.
///
///     {"__metadata__": {"key": "value"},
///      "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
///
/// Stricter than JSON where the reference implementation is: tensors tile the data without overlap
/// or hole. Stricter than that in one point: a key that the format does not know is refused.
struct SafeTensorsHeader {
    /// The longest header accepted, in bytes; the reference implementation has the same limit.
    static let longest = 100_000_000
    /// The key that holds the metadata instead of a tensor.
    static let metadataKey = "__metadata__"

    /// Free text by key.
    private(set) var metadata: [String: String] = [:]
    /// Tensors by name.
    private(set) var entries: [String: SafeTensorsEntry] = [:]

    /// Reads and checks a header.
    ///
    /// - Parameters:
    ///   - bytes: The header without its length.
    ///   - dataBytes: How many bytes follow it.
    /// - Throws: `HeaderFault`.
    init(_ bytes: [UInt8], dataBytes: Int) throws {
        var scanner = HeaderScanner(bytes)
        guard bytes.first == UInt8(ascii: "{") else { throw scanner.fault("'{'") }
        var metadata: [String: String]?
        var entries: [String: SafeTensorsEntry] = [:]
        try scanner.object { scanner, name in
            if name == Self.metadataKey {
                guard metadata == nil else { throw HeaderFault(duplicate: name) }
                metadata = try Self.metadata(&scanner)
            } else {
                guard entries[name] == nil else { throw HeaderFault(duplicate: name) }
                do {
                    entries[name] = try Self.entry(name, &scanner, dataBytes: dataBytes)
                } catch let fault as HeaderFault {
                    throw HeaderFault(tensor: name, problem: fault.problem)
                }
            }
        }
        try scanner.end()
        try Self.checkTiling(entries.values, dataBytes: dataBytes)
        self.metadata = metadata ?? [:]
        self.entries = entries
    }

    private static func metadata(_ scanner: inout HeaderScanner) throws -> [String: String] {
        var metadata: [String: String] = [:]
        try scanner.object { scanner, key in
            guard metadata[key] == nil else { throw HeaderFault(duplicate: key) }
            metadata[key] = try scanner.string()
        }
        return metadata
    }

    private static func entry(
        _ name: String, _ scanner: inout HeaderScanner, dataBytes: Int
    ) throws -> SafeTensorsEntry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.object { scanner, key in
            switch key {
            case "dtype" where type == nil: type = try scanner.string()
            case "shape" where shape == nil: shape = try scanner.integers()
            case "data_offsets" where offsets == nil: offsets = try scanner.integers()
            default: throw scanner.fault("dtype, shape and data_offsets, each once,")
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            throw scanner.fault("dtype, shape and two data_offsets before the '}'")
        }
        return try entry(
            name, type: type, shape: shape, begin: offsets[0], end: offsets[1],
            dataBytes: dataBytes)
    }

    /// Checks one tensor by itself.
    private static func entry(
        _ name: String, type: String, shape: [Int], begin: Int, end: Int, dataBytes: Int
    ) throws -> SafeTensorsEntry {
        guard let type = SafeTensorsType(rawValue: type) else {
            throw HeaderFault(tensor: name, problem: .unknownType(type))
        }
        guard let needed = type.byteCount(shape: shape) else {
            throw HeaderFault(tensor: name, problem: .impossibleShape(shape))
        }
        guard begin <= end, end <= dataBytes else {
            throw HeaderFault(
                tensor: name, problem: .outside(begin: begin, end: end, dataBytes: dataBytes))
        }
        guard end - begin == needed else {
            throw HeaderFault(
                tensor: name, problem: .sizeMismatch(bytes: end - begin, needed: needed))
        }
        return SafeTensorsEntry(name: name, type: type, shape: shape, byteRange: begin..<end)
    }

    /// Checks that the tensors cover the data, each byte once.
    private static func checkTiling(
        _ entries: some Sequence<SafeTensorsEntry>, dataBytes: Int
    ) throws {
        var covered = 0
        for entry in entries.sorted(by: Self.precedes) {
            let begin = entry.byteRange.lowerBound
            guard begin >= covered else {
                throw HeaderFault(
                    tensor: entry.name, problem: .overlap(begin: begin, previousEnd: covered))
            }
            guard begin == covered else {
                throw HeaderFault(
                    tensor: entry.name, problem: .hole(begin: begin, previousEnd: covered))
            }
            covered = entry.byteRange.upperBound
        }
        guard covered == dataBytes else {
            throw HeaderFault(tensor: nil, problem: .trailingBytes(dataBytes - covered))
        }
    }

    /// The order in the data; an empty tensor comes before the one that begins where it ends.
    private static func precedes(_ one: SafeTensorsEntry, _ other: SafeTensorsEntry) -> Bool {
        let (a, b) = (one.byteRange, other.byteRange)
        return (a.lowerBound, a.upperBound) < (b.lowerBound, b.upperBound)
    }
}

extension HeaderFault {
    /// A name that occurs twice.
    fileprivate init(duplicate name: String) {
        self.init(tensor: name, problem: .duplicateName)
    }
}
