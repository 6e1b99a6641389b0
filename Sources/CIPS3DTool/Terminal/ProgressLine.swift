import Foundation

/// How far a command is that counts something.
struct ProgressLine {
    private let what: String
    private let total: Int
    private let line: StatusLine
    private let start = ContinuousClock.now

    /// Nothing is done yet.
    ///
    /// - Parameters:
    ///   - what: What is counted, in the singular.
    ///   - total: How many there will be.
    ///   - line: Where it is shown.
    init(_ what: String, of total: Int, on line: StatusLine = StatusLine()) {
        (self.what, self.total, self.line) = (what, total, line)
    }

    /// Says how many are done.
    func update(_ done: Int) {
        line.update { hasBar in
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            let left = Int(elapsed / Double(max(done, 1)) * Double(total - done))
            let bar = hasBar ? StatusLine.bar(Double(done) / Double(max(total, 1))) + "  " : ""
            return "\(bar)\(what) \(done) of \(total)" + (done == 0 ? "" : ", \(left) s left")
        }
    }

    /// Leaves an empty line for whatever is printed next.
    func finish() { line.clear() }
}
