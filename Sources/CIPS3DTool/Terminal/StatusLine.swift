import Foundation
import Synchronization

/// Standard error: lines that stay, and below them one that is written over and over.
///
/// Where a line cannot be written over, it is printed anew three times a minute: whoever reads a log wants to
/// see that something happens, and no more.
final class StatusLine: Sendable {
    private struct State {
        /// The first line comes after an interval as well: what is done at once needs none.
        var last = ContinuousClock.now
        var isShown = false
    }

    private let isInteractive: Bool
    private let state = Mutex(State())

    /// Nothing is shown yet.
    ///
    /// - Parameter isInteractive: Whether a line can be written over.
    init(isInteractive: Bool = Terminal.isInteractive) {
        self.isInteractive = isInteractive
    }

    private var interval: Duration { isInteractive ? .milliseconds(100) : .seconds(20) }

    /// Shows how far something is, if it is time to.
    ///
    /// - Parameter line: Makes the line, with or without a bar in front.
    func update(_ line: (_ hasBar: Bool) -> String) {
        state.withLock { state in
            guard ContinuousClock.now - state.last >= interval else { return }
            state.last = .now
            write(isInteractive ? "\r\(line(true))\u{1B}[K" : line(false) + "\n")
            state.isShown = isInteractive
        }
    }

    /// Prints a line that stays.
    func say(_ line: String) {
        state.withLock { state in
            erase(&state)
            write(line + "\n")
        }
    }

    /// Leaves an empty line for whatever is printed next.
    func clear() {
        state.withLock { erase(&$0) }
    }

    private func erase(_ state: inout State) {
        if state.isShown { write("\r\u{1B}[K") }
        state.isShown = false
    }

    private func write(_ text: String) {
        // Nobody may be reading any more: that is no reason to stop.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// A bar of twenty characters, filled from the left.
    ///
    /// - Parameter share: How much is done, in [0, 1].
    /// - Returns: The bar.
    static func bar(_ share: Double) -> String {
        let filled = min(max(Int(share * 20), 0), 20)
        return String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    }
}
