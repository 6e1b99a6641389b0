import Foundation

/// A safetensors file, mapped into memory and checked before anything is read from it.
///
///     8 bytes       N, little-endian
///     N bytes       the header, JSON
///     the rest      the data: the tensors' elements, little-endian, row-major, without gaps
///
/// The initialiser checks the whole header, so that reading a tensor touches that tensor's memory
/// only, and a hostile file can be refused but cannot do harm.
///
/// The bytes stay in the file. Do not change a file *in place* while it is open: a reader of a
/// truncated file is killed by SIGBUS, and no check can prevent it. ``SafeTensorsWriter`` and
/// `AtomicFile` are safe to use on an open file: they rename a new file over the old one, and
/// readers keep the old bytes until they close it.
///
/// Names that differ only in how Unicode composes their characters count as one name.
///
/// Source: <https://github.com/huggingface/safetensors>.
public final class SafeTensorsFile: Sendable {
    /// Where the file was when it was opened.
    public let url: URL
    /// Free text by key, from `__metadata__`.
    public let metadata: [String: String]
    /// The names of all tensors, sorted.
    public let names: [String]
    /// What the header says about each tensor.
    public let entries: [String: SafeTensorsEntry]

    private let file: MappedFile
    private let dataStart: Int

    /// Opens a file and checks its header.
    ///
    /// - Parameter url: The file.
    /// - Throws: `SafeTensorsError`, for a file that cannot be opened or that breaks the format in
    ///   any point.
    public init(contentsOf url: URL) throws {
        let lengthBytes = MemoryLayout<UInt64>.size
        let file = try MappedFile(contentsOf: url, minimum: lengthBytes)
        let announced = file.withUnsafeBytes(in: 0..<lengthBytes) {
            UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
        }
        let possible = min(file.count - lengthBytes, SafeTensorsHeader.longest)
        guard let headerBytes = Int(exactly: announced), headerBytes <= possible else {
            throw SafeTensorsError(
                file: url, tensor: nil,
                problem: .headerLength(announced: announced, possible: possible))
        }
        let dataStart = lengthBytes + headerBytes
        let header: SafeTensorsHeader
        do {
            header = try SafeTensorsHeader(
                file.withUnsafeBytes(in: lengthBytes..<dataStart) { [UInt8]($0) },
                dataBytes: file.count - dataStart)
        } catch let fault as HeaderFault {
            throw SafeTensorsError(file: url, tensor: fault.tensor, problem: fault.problem)
        }
        self.url = url
        self.file = file
        self.dataStart = dataStart
        metadata = header.metadata
        entries = header.entries
        names = header.entries.keys.sorted()
    }

    /// Lends the bytes of a tensor, without a copy.
    ///
    /// - Parameters:
    ///   - name: The tensor.
    ///   - body: Is given the elements, little-endian and row-major. The address need not be a
    ///     multiple of the element's size: copy the bytes or use `loadUnaligned`. The memory is
    ///     read-only and must not be kept after the call.
    /// - Returns: What `body` returns.
    /// - Throws: `SafeTensorsError` where there is no such tensor; what `body` throws.
    public func withUnsafeBytes<R>(
        of name: String, _ body: (UnsafeRawBufferPointer) throws -> R
    ) throws -> R {
        let range = try entry(name).byteRange
        let start = dataStart + range.lowerBound
        return try file.withUnsafeBytes(in: start..<start + range.count, body)
    }

    /// Finds a tensor.
    ///
    /// - Parameter name: The tensor.
    /// - Returns: What the header says about it.
    /// - Throws: `SafeTensorsError` where there is no such tensor.
    func entry(_ name: String) throws -> SafeTensorsEntry {
        guard let entry = entries[name] else { throw error(name, .missing) }
        return entry
    }

    /// An error about a tensor of this file.
    func error(_ name: String, _ problem: SafeTensorsError.Problem) -> SafeTensorsError {
        SafeTensorsError(file: url, tensor: name, problem: problem)
    }
}
