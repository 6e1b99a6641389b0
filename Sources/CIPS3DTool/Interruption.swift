import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM as a question that can be asked between two steps.
final class Interruption {
    private struct State {
        var isRequested = false
        var action: (@Sendable () -> Void)?
    }

    private final class Shared: Sendable {
        let state = Mutex(State())
    }

    private let shared = Shared()
    private let sources: [any DispatchSourceSignal]

    /// Begins to listen; the signals no longer end the program at once.
    ///
    /// A file that grows beyond the limit on sizes and a pipe that nobody reads are errors of the
    /// writes from here on, which are reported, and no longer the end of the program.
    init() {
        for signal in [SIGXFSZ, SIGPIPE] { Foundation.signal(signal, SIG_IGN) }
        let (shared, isListening) = (shared, DispatchSemaphore(value: 0))
        sources = [SIGINT, SIGTERM].map { signal in
            Foundation.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
            source.setEventHandler {
                let action = shared.state.withLock { state in
                    state.isRequested = true
                    return state.action
                }
                action?()
            }
            source.setRegistrationHandler { isListening.signal() }
            source.resume()
            return source
        }
        // Registration is another thread's work; a signal that comes before it is lost.
        for _ in sources { isListening.wait() }
    }

    /// Whether a signal came.
    var isRequested: Bool { shared.state.withLock { $0.isRequested } }

    /// Does something when a signal comes, or now where one came already.
    ///
    /// - Parameter action: May be called more than once, on any thread.
    func whenRequested(_ action: @escaping @Sendable () -> Void) {
        let isRequested = shared.state.withLock { state in
            state.action = action
            return state.isRequested
        }
        if isRequested { action() }
    }
}
