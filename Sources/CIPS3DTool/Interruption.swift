import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM as a question that can be asked between two steps.
final class Interruption {
    private final class Flag: Sendable {
        let isRaised = Atomic(false)
    }

    private let flag = Flag()
    private let sources: [any DispatchSourceSignal]

    /// Begins to listen; the signals no longer end the program at once.
    ///
    /// A file that grows beyond the limit on sizes and a pipe that nobody reads are errors of the
    /// writes from here on, which are reported, and no longer the end of the program.
    ///
    /// - Parameter whenRequested: Is called when a signal comes, on any thread.
    init(_ whenRequested: @escaping @Sendable () -> Void = {}) {
        for signal in [SIGXFSZ, SIGPIPE] { Foundation.signal(signal, SIG_IGN) }
        let flag = flag
        sources = [SIGINT, SIGTERM].map { signal in
            Foundation.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
            source.setEventHandler {
                flag.isRaised.store(true, ordering: .relaxed)
                whenRequested()
            }
            source.resume()
            return source
        }
    }

    /// Whether a signal came.
    var isRequested: Bool { flag.isRaised.load(ordering: .relaxed) }
}
