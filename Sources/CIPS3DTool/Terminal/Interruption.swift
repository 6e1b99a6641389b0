import Dispatch
import Foundation
import ParallelWork

/// Ctrl-C and SIGTERM as the cancellation of what a command does, as long as this is kept.
final class Interruption {
    /// Is cancelled when a signal comes.
    let cancellation = Cancellation()
    private let sources: [any DispatchSourceSignal]

    /// Begins to listen; the signals no longer end the program at once.
    ///
    /// A file that grows beyond the limit on sizes and a pipe that nobody reads are errors of the
    /// writes from here on, which are reported, and no longer the end of the program.
    init() {
        for signal in [SIGXFSZ, SIGPIPE] { Foundation.signal(signal, SIG_IGN) }
        let (cancellation, isListening) = (cancellation, DispatchSemaphore(value: 0))
        sources = [SIGINT, SIGTERM].map { signal in
            Foundation.signal(signal, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
            source.setEventHandler { cancellation.cancel() }
            source.setRegistrationHandler { isListening.signal() }
            source.resume()
            return source
        }
        // Registration is another thread's work; a signal that comes before it is lost.
        for _ in sources { isListening.wait() }
    }
}
