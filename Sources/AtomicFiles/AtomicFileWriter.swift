import Foundation

/// Takes the bytes of a file that ``AtomicFile`` is about to put in place.
///
/// Each call is one system call: hand over large pieces. It works only until the closure that was
/// given it returns; later writes fail.
public final class AtomicFileWriter {
    private let url: URL
    private var descriptor: Int32

    /// A writer into an open file, which the caller closes after `invalidate()`.
    package init(url: URL, descriptor: Int32) {
        self.url = url
        self.descriptor = descriptor
    }

    /// Appends bytes.
    ///
    /// - Parameter bytes: Any number of bytes.
    /// - Throws: `AtomicFileError`, for example for a full disk.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The system may take fewer bytes than it is given: a call takes 2 GiB at most.
            let slice = UnsafeRawBufferPointer(rebasing: rest)
            let written = systemWrite(descriptor, slice.baseAddress, slice.count)
            if written < 0 {
                guard errno == EINTR else {
                    throw AtomicFileError(file: url, step: .write, code: errno)
                }
            } else {
                rest = rest.dropFirst(written)
            }
        }
    }

    /// Makes later writes fail: the descriptor's number may belong to another file by then.
    func invalidate() {
        descriptor = -1
    }

    /// Appends bytes.
    ///
    /// - Parameter bytes: For example `Data` or `[UInt8]`.
    /// - Throws: `AtomicFileError`, for example for a full disk.
    public func write(_ bytes: some ContiguousBytes) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }
}

/// The system's call, by a name that no method hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
