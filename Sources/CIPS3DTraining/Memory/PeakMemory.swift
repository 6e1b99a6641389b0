import Foundation

/// The most memory that this process has had at once.
package enum PeakMemory {
    /// Begins anew, where the kernel lets a process do so.
    ///
    /// Elsewhere ``bytes`` stays the peak since the program was started.
    package static func reset() {
        // 5 resets VmHWM, as proc(5) says.
        try? FileHandle(forWritingTo: URL(fileURLWithPath: "/proc/self/clear_refs"))
            .write(contentsOf: Data("5".utf8))
    }

    /// Resident memory at its peak, in bytes, the program and its libraries included.
    package static var bytes: Int { highWaterMark ?? usage }

    private static var highWaterMark: Int? {
        let file = FileHandle(forReadingAtPath: "/proc/self/status")
        guard let data = try? file?.readToEnd() else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        let words = lines.first { $0.hasPrefix("VmHWM:") }?.split(whereSeparator: \.isWhitespace)
        guard let words, words.count > 1, let kibibytes = Int(words[1]) else { return nil }
        return kibibytes << 10
    }

    private static var usage: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss << 10
    }
}
