import CIPS3DModel
import RunSettings
import Torch

/// Which images of a step go through the networks together.
///
/// Memory grows with the images that are looked at together; the gradients of several parts, each weighted
/// by its share of the batch and summed, are those of the whole to rounding. What concerns the batch as a
/// whole stays so: images that share a minibatch deviation are in one part, and moments are those of
/// all parts.
package struct BatchSplit: Sendable, Equatable {
    /// Images of the whole batch, B.
    package let batchSize: Int
    /// Their places in the batch, in the order in which they are looked at.
    package let places: [Int]
    /// Runs of `places` that go together.
    package let parts: [Range<Int>]

    /// The batch as one.
    ///
    /// - Parameter batchSize: B.
    package init(whole batchSize: Int) {
        self.batchSize = batchSize
        places = Array(0..<batchSize)
        parts = [0..<batchSize]
    }

    /// What one of several processes takes of a batch, in parts of no more than so many images; of one
    /// group where that is more.
    ///
    /// - Parameters:
    ///   - batchSize: B, a multiple of the group.
    ///   - group: Images that share a minibatch deviation; 0 and 1 share none. Image i belongs to group
    ///     i mod (B / group).
    ///   - most: Images at a time, at least 1.
    ///   - rank: Which of the processes this is.
    ///   - count: How many they are; no more than there are groups.
    package init(_ batchSize: Int, group: Int, most: Int, rank: Int = 0, of count: Int = 1) {
        let members = max(1, min(group, batchSize))
        let groups = batchSize / members
        let mine = rank * groups / count..<(rank + 1) * groups / count
        guard most < mine.count * members || count > 1 else {
            self = BatchSplit(whole: batchSize)
            return
        }
        // As equal as they can be: the largest part decides the memory.
        let atOnce = max(1, most / members)
        let parts = max(1, (mine.count + atOnce - 1) / atOnce)
        let bounds = (0...parts).map { mine.lowerBound + $0 * mine.count / parts }
        var (places, ranges): ([Int], [Range<Int>]) = ([], [])
        for (first, end) in zip(bounds, bounds.dropFirst()) {
            let start = places.count
            for member in 0..<members { places += (first..<end).map { member * groups + $0 } }
            ranges.append(start..<places.count)
        }
        (self.batchSize, self.places, self.parts) = (batchSize, places, ranges)
    }

    /// Whether the batch is looked at as it is.
    var isWhole: Bool { parts.count == 1 && places.count == batchSize }

    /// What a part counts, as its mean enters that of the batch.
    func weight(_ part: Range<Int>) -> Double { Double(part.count) / Double(batchSize) }

    /// Brings together what was kept of each image, in the order of the batch.
    ///
    /// - Parameter kept: For each part, tensors whose first axis are its images.
    /// - Returns: Each tensor with B images; 0 for those of other processes.
    func joined(_ kept: [[Tensor]]) -> [Tensor] {
        guard let first = kept.first else { return [] }
        if isWhole { return first }
        let order = Tensor(places.map(Int64.init), shape: [places.count])
        return first.indices.map { index in
            let rows = Tensor.concatenated(kept.map { $0[index] }, axis: 0)
            return Tensor.zeros(
                [batchSize] + rows.shape.dropFirst(), type: rows.type, device: rows.device
            ).replacing(order.moved(to: rows.device), axis: 0, with: rows)
        }
    }

    /// What belongs to the images of a part.
    ///
    /// - Parameters:
    ///   - part: One of `parts`.
    ///   - tensors: Of B images, in the order of the batch.
    /// - Returns: Each tensor with the part's images.
    func taking(_ part: Range<Int>, of tensors: [Tensor]) -> [Tensor] {
        let order = Tensor(places[part].map(Int64.init), shape: [part.count])
        return tensors.map { $0.taking(order.moved(to: $0.device), axis: 0) }
    }
}

extension StagePlan.Stage {
    /// Images that share a minibatch deviation, and are looked at together at the least.
    var group: Int {
        max(1, min(configuration.discriminator.deviationGroup, configuration.training.batchSize))
    }
}
