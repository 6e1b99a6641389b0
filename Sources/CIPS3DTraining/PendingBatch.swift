import Foundation
import ImageFiles
import Synchronization

/// Images that other threads are making, each for its slot.
final class PendingBatch: Sendable {
    private let slots: Mutex<[Result<Image, any Error>?]>
    private let remaining: Mutex<Int>
    private let isComplete = DispatchSemaphore(value: 0)

    init(count: Int) {
        slots = Mutex(Array(repeating: nil, count: count))
        remaining = Mutex(count)
    }

    /// Puts an image into its slot; each slot once.
    func fill(_ slot: Int, _ result: Result<Image, any Error>) {
        slots.withLock { $0[slot] = result }
        let isLast = remaining.withLock { remaining in
            remaining -= 1
            return remaining == 0
        }
        if isLast { isComplete.signal() }
    }

    /// Waits for all images; called once.
    func images() throws -> [Image] {
        isComplete.wait()
        return try slots.withLock { $0 }.compactMap { try $0?.get() }
    }
}
