import Foundation
import Glibc

/// Why an event file could not be written.
public struct EventFileError: Error, Equatable, Sendable {
    /// What was to be done.
    public enum Step: Sendable {
        /// Making a new file in a folder.
        case create
        /// Adding a record to it.
        case append
    }

    /// The folder for ``Step/create``, the file for ``Step/append``.
    public let place: URL
    /// The step that failed.
    public let step: Step
    /// The system's error number.
    public let code: Int32
}

extension EventFileError: CustomStringConvertible {
    /// One sentence: where, what failed, the system's words and what to do.
    public var description: String {
        let reason = String(cString: strerror(code))
        return switch step {
        case .create:
            "\(place.path): no event file for TensorBoard can be made (\(reason)); \(advice)."
        case .append:
            "\(place.path) cannot be added to (\(reason)); \(advice)."
        }
    }

    private var advice: String {
        switch code {
        case ENOSPC, EDQUOT: "free some space or write to another disk"
        case EFBIG: "raise the limit on file sizes (ulimit -f) or begin a new event file"
        case EACCES, EPERM, EROFS: "choose a folder that you may write to"
        case ENOENT, ENOTDIR: "make the folder first"
        case EIO: "check the disk"
        default: "try again or write to another folder"
        }
    }
}
