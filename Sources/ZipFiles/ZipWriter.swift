import CZip
import Foundation

/// Makes a zip archive of files as they are.
public struct ZipWriter {
    /// Where the archive will be.
    public let path: String

    /// A writer that has written nothing.
    ///
    /// - Parameter path: The archive; what is there is replaced when all is written.
    public init(path: String) { self.path = path }

    /// Writes the archive: the same names and bytes make the same archive.
    ///
    /// One file is in memory at a time.
    ///
    /// - Parameters:
    ///   - names: What the files are called, with `/` between folders.
    ///   - bytes: The content of the file of an index; called once for each, in their order.
    /// - Throws: What `bytes` throws; `ZipWritingError` where the archive cannot be written. An earlier file of that
    ///   name is as it was then.
    public func write(_ names: [String], bytes: (Int) throws -> Data) throws {
        try withoutActuallyEscaping(bytes) { bytes in
            let content = Content(bytes)
            let cNames = names.compactMap { strdup($0) }
            defer { cNames.forEach { free($0) } }
            guard cNames.count == names.count else {
                throw ZipWritingError(archive: path, reason: "memory has run out")
            }
            let message = czip_write(
                path, cNames.map { UnsafePointer($0) }, Int64(names.count),
                { context, index, bytes, count in
                    let content = Unmanaged<Content>.fromOpaque(context).takeUnretainedValue()
                    return content.provide(Int(index), &bytes.pointee, &count.pointee)
                }, Unmanaged.passUnretained(content).toOpaque())
            guard let message else { return }
            defer { czip_free_error(message) }
            throw content.error ?? ZipWritingError(archive: path, reason: String(cString: message))
        }
    }
}

/// The bytes of one entry, kept while libzip writes them, and what went wrong with them.
private final class Content {
    private let bytes: (Int) throws -> Data
    private var buffer = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    private(set) var error: (any Error)?

    init(_ bytes: @escaping (Int) throws -> Data) { self.bytes = bytes }

    deinit { buffer.deallocate() }

    func provide(_ index: Int, _ start: inout UnsafePointer<UInt8>?, _ count: inout Int) -> Bool {
        buffer.deallocate()
        buffer = UnsafeMutableBufferPointer(start: nil, count: 0)
        do {
            let data = try bytes(index)
            buffer = .allocate(capacity: max(data.count, 1))
            _ = data.copyBytes(to: buffer)
            (start, count) = (UnsafePointer(buffer.baseAddress), data.count)
            return true
        } catch {
            self.error = error
            return false
        }
    }
}

/// Why a zip archive cannot be written.
public struct ZipWritingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Path of the archive.
    public let archive: String
    /// What is wrong, in a few words.
    public let reason: String

    /// The error as one sentence: where, what, what to do.
    public var description: String {
        "\(archive): the zip archive cannot be written (\(reason)); check its folder and the free space."
    }
}
