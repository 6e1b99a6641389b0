import Foundation

/// The line on which frames reach ffmpeg's standard input.
///
/// A pair of sockets and not a pipe: a pipe whose reader has died kills the writing process by
/// SIGPIPE unless the whole process ignores that signal, which is not a library's to decide. A
/// socket can be asked to report an error instead.
final class FrameSocket: Sendable {
    /// The end that ffmpeg reads; whoever starts ffmpeg closes it.
    let readingEnd: Int32
    private let writingEnd: Int32
    /// Writing waits while ffmpeg is busy, which must not hold up Swift's shared threads.
    private let queue = DispatchQueue(label: "VideoFiles.FrameSocket")

    /// Opens the line; nil, with the reason in `errno`, where the system has no descriptors left.
    init?() {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
        (readingEnd, writingEnd) = (ends[0], ends[1])
    }

    deinit { close(writingEnd) }

    /// Sends all bytes.
    ///
    /// - Parameter bytes: What ffmpeg will read next.
    /// - Returns: Whether ffmpeg still listens.
    func send(_ bytes: [UInt8]) async -> Bool {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.sendNow(bytes)) }
        }
    }

    /// Tells ffmpeg that no frame follows.
    func finish() { shutdown(writingEnd, Int32(SHUT_WR)) }

    private func sendNow(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress else { return true }
            var done = 0
            while done < buffer.count {
                let sent = Foundation.send(
                    writingEnd, start + done, buffer.count - done, Int32(MSG_NOSIGNAL))
                if sent < 0, errno != EINTR { return false }
                done += max(sent, 0)
            }
            return true
        }
    }
}
