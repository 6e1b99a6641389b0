import AtomicFiles
import Foundation

/// Writes safetensors files, one tensor at a time.
///
///     var writer = SafeTensorsWriter(metadata: ["step": "1000"])
///     writer.add("bias", shape: [2], floats: [0.5, -0.5])
///     writer.add("weight", type: .float32, shape: [512, 512]) { write in
///         try weight.withUnsafeBytes { try write($0) }
///     }
///     try writer.write(to: url)
///
/// Names and shapes come first, elements are asked for while the file is written: a snapshot of ten
/// gigabytes is never in memory a second time. The same tensors give the same bytes: names and
/// metadata are sorted. The data section begins at a multiple of 8 bytes.
public struct SafeTensorsWriter {
    /// Hands over a tensor's elements when the file is written.
    ///
    /// It is given a function and calls it with the elements, little-endian and row-major, in one
    /// piece or several.
    public typealias Source = (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

    private let metadata: [String: String]
    private var tensors: [(name: String, type: SafeTensorsType, shape: [Int], source: Source)] = []

    /// A writer without tensors.
    ///
    /// - Parameter metadata: Free text by key, kept in the header.
    public init(metadata: [String: String] = [:]) {
        self.metadata = metadata
    }

    /// Adds a tensor whose elements come later.
    ///
    /// Mistakes in the arguments are reported by ``write(to:)``, before the file is touched.
    ///
    /// - Parameters:
    ///   - name: Unique in the file; anything but `__metadata__`.
    ///   - type: The type of the elements.
    ///   - shape: Sizes of the axes; empty for a single value.
    ///   - bytes: Is called once in each ``write(to:)`` and hands over all elements.
    public mutating func add(
        _ name: String, type: SafeTensorsType, shape: [Int], bytes: @escaping Source
    ) {
        tensors.append((name, type, shape, bytes))
    }

    /// Adds a tensor of type F32.
    ///
    /// - Parameters:
    ///   - name: Unique in the file; anything but `__metadata__`.
    ///   - shape: Sizes of the axes; empty for a single value.
    ///   - floats: The elements, row-major, as many as the shape says.
    public mutating func add(_ name: String, shape: [Int], floats: [Float]) {
        add(name, type: .float32, shape: shape) { write in
            try floats.map(\.bitPattern.littleEndian).withUnsafeBytes { try write($0) }
        }
    }

    /// Adds a tensor of type I64.
    ///
    /// - Parameters:
    ///   - name: Unique in the file; anything but `__metadata__`.
    ///   - shape: Sizes of the axes; empty for a single value.
    ///   - integers: The elements, row-major, as many as the shape says.
    public mutating func add(_ name: String, shape: [Int], integers: [Int64]) {
        add(name, type: .int64, shape: shape) { write in
            try integers.map(\.littleEndian).withUnsafeBytes { try write($0) }
        }
    }

    /// Writes the file, replacing an old one in one step.
    ///
    /// - Parameter url: The file; its folder must exist.
    /// - Throws: `SafeTensorsError` for names, shapes and numbers of bytes that do not fit;
    ///   `AtomicFileError` where the system refuses (a full disk, a folder without permission);
    ///   what a source throws. The old file is then unchanged.
    public func write(to url: URL) throws {
        let sorted = tensors.sorted { $0.name < $1.name }
        let entries = try layout(sorted.map { ($0.name, $0.type, $0.shape) }, in: url)
        let header = try SafeTensorsHeader.encoded(entries, metadata: metadata, in: url)
        try AtomicFile.write(to: url) { file in
            try file.write(header)
            for (entry, tensor) in zip(entries, sorted) {
                try write(entry, from: tensor.source, into: file, in: url)
            }
        }
    }
}

extension SafeTensorsWriter {
    /// Gives each tensor its place, one behind the other.
    private func layout(
        _ tensors: [(name: String, type: SafeTensorsType, shape: [Int])], in url: URL
    ) throws -> [SafeTensorsEntry] {
        var entries: [SafeTensorsEntry] = []
        var end = 0
        for (name, type, shape) in tensors {
            func failure(_ problem: SafeTensorsError.Problem) -> SafeTensorsError {
                SafeTensorsError(file: url, tensor: name, problem: problem)
            }
            guard name != SafeTensorsHeader.metadataKey else { throw failure(.reservedName) }
            guard name != entries.last?.name else { throw failure(.addedTwice) }
            guard let count = type.byteCount(shape: shape),
                case (let next, false) = end.addingReportingOverflow(count)
            else { throw failure(.impossibleShape(shape)) }
            entries.append(
                SafeTensorsEntry(name: name, type: type, shape: shape, byteRange: end..<next))
            end = next
        }
        return entries
    }

    /// Writes one tensor and counts its bytes: one too few would shift all tensors after it.
    private func write(
        _ entry: SafeTensorsEntry, from source: Source, into file: AtomicFileWriter, in url: URL
    ) throws {
        let needed = entry.byteRange.count
        var given = 0
        func check(_ fits: Bool) throws {
            guard !fits else { return }
            throw SafeTensorsError(
                file: url, tensor: entry.name,
                problem: .wrongByteCount(given: given, needed: needed))
        }
        try source { bytes in
            given += bytes.count
            try check(given <= needed)
            try file.write(bytes)
        }
        try check(given == needed)
    }
}
