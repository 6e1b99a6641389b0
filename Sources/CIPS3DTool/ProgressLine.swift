import Foundation

/// How far a command is, in one line of standard error that is written over and over.
///
/// Silent where standard error is not a terminal.
struct ProgressLine {
    private let what: String
    private let total: Int
    private let isShown = isatty(STDERR_FILENO) == 1
    private let start = ContinuousClock.now

    /// A line.
    ///
    /// - Parameters:
    ///   - what: What is counted, in the singular.
    ///   - total: How many there will be.
    init(_ what: String, of total: Int) {
        (self.what, self.total) = (what, total)
    }

    /// Says how many are done.
    func update(_ done: Int) {
        guard isShown else { return }
        let elapsed = Double((ContinuousClock.now - start).components.seconds)
        let left = done == 0 ? "" : ", \(Int(elapsed / Double(done) * Double(total - done))) s left"
        let bar = Self.bar(Double(done) / Double(max(total, 1)))
        write("\r\(bar)  \(what) \(done) of \(total)\(left)\u{1B}[K")
    }

    /// A bar of twenty characters, filled from the left.
    ///
    /// - Parameter share: How much is done, in [0, 1].
    /// - Returns: The bar.
    static func bar(_ share: Double) -> String {
        let filled = min(max(Int(share * 20), 0), 20)
        return String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    }

    /// Leaves an empty line for whatever is printed next.
    func finish() {
        guard isShown else { return }
        write("\r\u{1B}[K")
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
