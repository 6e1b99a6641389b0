import AtomicFiles
import Foundation

/// Arrays as NumPy keeps them, version 1.0 of the format.
///
/// Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
enum NumPyFile {
    /// The header's length is a multiple of it.
    private static let alignment = 64
    /// Magic bytes, version and the length of what follows.
    private static let preamble = 10

    /// Writes an array of float32, whole or not at all.
    ///
    /// - Parameters:
    ///   - values: Row-major, as many as the shape says.
    ///   - shape: Sizes of the axes.
    ///   - url: The file.
    /// - Throws: `AtomicFileError` where the system refuses.
    static func write(_ values: [Float], shape: [Int], to url: URL) throws {
        let sizes = shape.map { "\($0)," }.joined(separator: " ")
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(sizes)), }"
        let rest = (preamble + header.utf8.count + 1) % alignment
        header += String(repeating: " ", count: rest == 0 ? 0 : alignment - rest) + "\n"
        var data = Data([0x93] + "NUMPY".utf8 + [1, 0])
        withUnsafeBytes(of: UInt16(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
        data.append(contentsOf: header.utf8)
        values.map(\.bitPattern.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
        try AtomicFile.write(data, to: url)
    }
}
