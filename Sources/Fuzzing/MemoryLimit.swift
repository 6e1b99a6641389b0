import Foundation
import Glibc

/// How much more memory this process may map than it has.
public enum MemoryLimit {
    /// Sets the limit for good; an allocation beyond it ends the process.
    ///
    /// - Parameter growth: Bytes beyond what is mapped now.
    /// - Throws: Where the system does not say how much that is.
    public static func set(growth: Int) throws {
        let pages =
            try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            .split(separator: " ").first.flatMap { Int($0) } ?? 0
        let bytes = rlim_t(pages * Int(getpagesize()) + growth)
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        precondition(pages > 0 && setrlimit(__rlimit_resource_t(9), &limit) == 0)  // RLIMIT_AS
    }
}
