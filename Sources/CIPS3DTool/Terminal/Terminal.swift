import Foundation

/// What standard error is to whoever reads it.
package enum Terminal {
    /// Whether a line can be written over.
    static let isInteractive = isInteractive(
        isTerminal: isatty(STDERR_FILENO) == 1, ProcessInfo.processInfo.environment)

    /// Whether a line can be written over: in a terminal that understands it, unless somebody asked for plain text.
    ///
    /// - Parameters:
    ///   - isTerminal: Whether it is a terminal at all.
    ///   - environment: `TERM=dumb` is a terminal that cannot, `NO_COLOR` (https://no-color.org) asks for
    ///     text without escape codes.
    /// - Returns: Whether it can.
    package static func isInteractive(isTerminal: Bool, _ environment: [String: String]) -> Bool {
        isTerminal && environment["TERM"] != "dumb" && (environment["NO_COLOR"] ?? "").isEmpty
    }
}
