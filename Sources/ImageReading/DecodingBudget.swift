import Foundation

/// A bound on the memory in which pictures are decoded, shared by all threads that decode.
///
/// A thread whose picture does not fit beside the others' waits. A picture that would not fit alone is decoded
/// at a half, a quarter... of its size where its format can do that, until it takes a quarter of the bound, so
/// that several threads go on; where even its smallest does not fit it is refused.
///
/// The bytes of the files themselves come on top: large ones are read one at a time.
public final class DecodingBudget: Sendable {
    /// What is used where nothing else is said: 512 MiB, the picture of a camera with 85 million pixels.
    public static let standard = DecodingBudget(megabytes: 512)

    /// Files of more bytes are in memory one at a time.
    static let largeFile = 32 << 20
    /// Bytes for a pixel of a decoded picture: of the decoder and of what is made of it.
    static let bytesPerPixel = 6

    /// The bound in bytes.
    public let bytes: Int
    private let state = State()
    private let largeFiles = NSLock()

    /// Bytes in use.
    ///
    /// Unchecked: the condition's lock is held wherever they are read or written.
    private final class State: @unchecked Sendable {
        let condition = NSCondition()
        var used = 0
    }

    /// A bound.
    ///
    /// - Parameter megabytes: In MiB, at least 1.
    public init(megabytes: Int) {
        precondition(megabytes > 0, "a bound of \(megabytes) MiB")
        bytes = megabytes << 20
    }

    /// What decoding takes, known from a picture's header.
    package struct Demand {
        var width: Int
        var height: Int
        /// Whatever the reduction.
        var fixedBytes: Int
        /// A power of two; 1 for formats that know none.
        var largestReduction: Int

        package init(width: Int, height: Int, fixedBytes: Int, largestReduction: Int) {
            (self.width, self.height) = (width, height)
            (self.fixedBytes, self.largestReduction) = (fixedBytes, largestReduction)
        }

        /// Bytes at a reduction.
        func bytes(at reduction: Int) -> Int {
            let (columns, rows) = (
                (width + reduction - 1) / reduction, (height + reduction - 1) / reduction
            )
            return fixedBytes + DecodingBudget.bytesPerPixel * columns * rows
        }
    }

    /// Memory that is held for a picture.
    package struct Reservation {
        package let reduction: Int
        package let bytes: Int
    }

    /// Waits until there is memory for a picture.
    ///
    /// - Returns: What is held, to be given back; nil where no reduction suffices.
    package func reserve(_ demand: Demand) -> Reservation? {
        guard let reduction = reduction(for: demand) else { return nil }
        let needed = demand.bytes(at: reduction)
        state.condition.withLock {
            while state.used + needed > bytes { state.condition.wait() }
            state.used += needed
        }
        return Reservation(reduction: reduction, bytes: needed)
    }

    /// By how much a picture has to be reduced; nil where that does not help.
    private func reduction(for demand: Demand) -> Int? {
        guard demand.bytes(at: 1) > bytes else { return 1 }
        let reductions = sequence(first: 2) { 2 * $0 }.prefix { $0 <= demand.largestReduction }
        return reductions.first { demand.bytes(at: $0) <= bytes / 4 }
            ?? reductions.first { demand.bytes(at: $0) <= bytes }
    }

    /// Gives memory back.
    package func release(_ reservation: Reservation) {
        state.condition.withLock {
            state.used -= reservation.bytes
            state.condition.broadcast()
        }
    }

    /// Calls a function that holds a file in memory, a large one alone.
    func holding<Result, Failure>(
        fileOf count: UInt64?, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let count, count > Self.largeFile else { return try body() }
        largeFiles.lock()
        defer { largeFiles.unlock() }
        return try body()
    }
}
