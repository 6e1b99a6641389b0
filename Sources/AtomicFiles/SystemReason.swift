import Foundation

/// Why the system refused something, in its own words: "No space left on device".
///
/// Foundation wraps them in sentences of its own, which say nothing.
package struct SystemReason: CustomStringConvertible, Sendable {
    /// The words.
    package let description: String

    /// The words for a number.
    ///
    /// - Parameter code: As in `errno`.
    package init(code: Int32) { description = Self.words(code) }

    /// The words for what Foundation threw.
    ///
    /// - Parameter error: Any error; one that comes from no system call describes itself.
    package init(_ error: any Error) {
        var cause: NSError? = error as NSError
        while let present = cause, present.domain != NSPOSIXErrorDomain {
            cause = (present.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError }
        }
        description =
            (cause.map { Int32($0.code) } ?? Self.codes[(error as NSError).code]).map(Self.words)
            ?? error.localizedDescription
    }

    /// What Foundation means where it does not say what the system said.
    private static let codes: [Int: Int32] = [
        CocoaError.fileNoSuchFile.rawValue: ENOENT, CocoaError.fileReadNoSuchFile.rawValue: ENOENT,
        CocoaError.fileReadNoPermission.rawValue: EACCES,
        CocoaError.fileWriteNoPermission.rawValue: EACCES,
        CocoaError.fileWriteFileExists.rawValue: EEXIST,
        CocoaError.fileWriteOutOfSpace.rawValue: ENOSPC,
        CocoaError.fileWriteVolumeReadOnly.rawValue: EROFS,
    ]

    private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
