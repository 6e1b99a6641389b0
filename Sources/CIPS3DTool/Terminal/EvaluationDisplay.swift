import Foundation
import ModelEvaluation
import Synchronization

/// Shows on standard error how far an evaluation is.
final class EvaluationDisplay: Sendable {
    private let line = StatusLine()
    private let progress = Mutex<ProgressLine?>(nil)

    /// Shows an event; called from any thread.
    func show(_ event: EvaluationEvent) {
        switch event {
        case .began(let what, let steps):
            progress.withLock { $0 = ProgressLine(what, of: steps, on: line) }
        case .advanced(let done):
            progress.withLock { $0?.update(done) }
        case .computed(let what, let images, let seconds):
            say(
                String(
                    format: "\(images) \(what) in %.1f s, %.1f images/s", seconds,
                    Double(images) / max(seconds, 1e-9)))
        case .cached(let what, let images):
            say("\(images) \(what): kept from before")
        }
    }

    /// Prints a line of its own.
    func say(_ text: String) { line.say(text) }

    /// Ends the line that is written over and over.
    func finish() { line.clear() }
}
