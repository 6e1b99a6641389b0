import Foundation

/// Why a file could not be replaced.
///
/// The temporary file is gone. The old file, where there was one, is unchanged unless the failed
/// step is ``Step/settle``.
public struct AtomicFileError: Error, Equatable, Sendable {
    /// The steps of replacing a file, in order.
    public enum Step: String, Sendable {
        /// Creating a temporary file beside it.
        case create = "created"
        /// Writing into the temporary file.
        case write = "written"
        /// Waiting until the disk has the temporary file.
        case sync = "stored"
        /// Giving it the file's name.
        case rename = "put in place"
        /// Waiting until the disk has the new name. The file *is* replaced, but might not survive
        /// a power failure.
        case settle = "stored for good"
    }

    /// The file that was to be replaced.
    public let file: URL
    /// The step that failed.
    public let step: Step
    /// The system's error number.
    public let code: Int32
}

extension AtomicFileError: CustomStringConvertible {
    /// One sentence: which file, what failed, the system's words and what to do.
    public var description: String {
        let reason = String(cString: strerror(code))
        return "\(file.path) could not be \(step.rawValue) (\(reason)); \(advice)."
    }

    private var advice: String {
        switch code {
        case ENOSPC, EDQUOT: "free some space or write to another disk"
        case EFBIG: "raise the limit on file sizes (ulimit -f) or write to another disk"
        case EACCES, EPERM, EROFS: "choose a folder that you may write to"
        case ENOENT, ENOTDIR: "make the folder first"
        case EISDIR, ENOTSUP, ENAMETOOLONG: "choose the name of a regular file"
        case EIO: "check the disk"
        default: "try again or write to another folder"
        }
    }
}
