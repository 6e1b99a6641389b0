import Foundation
import Glibc

/// A regular file that is open for reading; closed when the last reference goes.
///
/// Reads name their place and move no position, so several threads may read.
final class OpenFile: Sendable {
    private let descriptor: CInt
    /// Its path when it was opened.
    let path: String
    /// Its length in bytes when it was opened.
    let byteCount: Int

    /// Opens a file.
    ///
    /// - Parameter url: The file.
    /// - Throws: `PickleFault` where the system refuses, and for a folder, a pipe or a device.
    init(_ url: URL) throws(PickleFault) {
        // O_NONBLOCK: opening a pipe would otherwise wait for its writer, forever.
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.systemFault }
        var status = stat()
        let problem: PickleFault? =
            if fstat(descriptor, &status) != 0 {
                Self.systemFault
            } else if status.st_mode & S_IFMT != S_IFREG {
                PickleFault(.notAFile)
            } else {
                nil
            }
        if let problem {
            close(descriptor)
            throw problem
        }
        (self.descriptor, path, byteCount) = (descriptor, url.path, Int(status.st_size))
    }

    deinit { close(descriptor) }

    /// Reads a part.
    ///
    /// - Parameter range: Bytes within `0..<byteCount`, for which memory is asked at once.
    /// - Returns: Exactly these.
    /// - Throws: `PickleFault` where the system fails and where the file has become shorter.
    func bytes(in range: Range<Int>) throws(PickleFault) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
        var problem: PickleFault?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            // The kernel reads at most two gigabytes at once.
            while problem == nil, count < range.count {
                let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
                let taken = pread(
                    descriptor, rest.baseAddress, rest.count, range.lowerBound + count)
                if taken > 0 {
                    count += taken
                } else if taken == 0 {
                    problem = PickleFault(.damaged(reason: "it became shorter while it was read"))
                } else if errno != EINTR {
                    problem = Self.systemFault
                }
            }
        }
        if let problem { throw problem }
        return bytes
    }

    private static var systemFault: PickleFault {
        PickleFault(.unreadable(reason: String(cString: strerror(errno))))
    }
}
