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
    init() {
        for signal in [SIGXFSZ, SIGPIPE] { Foundation.signal(signal, SIG_IGN) }
        let flag = flag
        sources = [SIGINT, SIGTERM].map { signal in
            Foundation.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
            source.setEventHandler { flag.isRaised.store(true, ordering: .relaxed) }
            source.resume()
            return source
        }
    }

    /// Whether a signal came.
    var isRequested: Bool { flag.isRaised.load(ordering: .relaxed) }
}
