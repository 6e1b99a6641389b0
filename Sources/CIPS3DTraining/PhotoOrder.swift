import CIPS3DModel

/// Which photograph comes when: every epoch has its own order, and each visit its own side.
///
/// The order is a function of the seed and the position alone, so that a run is resumed by knowing
/// how many photographs it has seen.
package struct PhotoOrder {
    /// A photograph, as it is or mirrored.
    package struct Visit: Equatable {
        package let index: Int
        package let isMirrored: Bool
    }

    private let seed: UInt64
    private let count: Int
    private let mirrors: Bool
    private var epoch = -1
    private var visits: [Visit] = []

    /// An order before its first visit.
    ///
    /// - Parameters:
    ///   - seed: Where the orders start.
    ///   - count: Photographs, at least one.
    ///   - mirrors: Whether half of the visits are mirrored.
    package init(seed: UInt64, count: Int, mirrors: Bool) {
        (self.seed, self.count, self.mirrors) = (seed, count, mirrors)
    }

    /// The visit at a position.
    ///
    /// - Parameter position: Visits before it, over all epochs.
    /// - Returns: Which photograph, and which way round.
    package mutating func visit(_ position: Int) -> Visit {
        if position / count != epoch { shuffle(epoch: position / count) }
        return visits[position % count]
    }

    /// Fisher and Yates' shuffle, then a coin for each visit.
    private mutating func shuffle(epoch: Int) {
        // Not the generator's own increment: the states of two epochs would share three words.
        var random = LatentGenerator(
            seed: seed &+ UInt64(epoch) &* 0xD134_2543_DE82_EF95, stream: .photographs)
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(last, Int(random.nextUniform() * Double(last + 1)))
        }
        visits = order.map {
            Visit(index: $0, isMirrored: mirrors && random.nextUniform() < 0.5)
        }
        self.epoch = epoch
    }
}
