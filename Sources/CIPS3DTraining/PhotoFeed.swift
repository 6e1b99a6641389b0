import CIPS3DModel
import Dispatch
import Foundation
import ImageFiles
import RunSettings
import Torch

/// What a step learns from.
protocol BatchFeed {
    /// The next photographs.
    ///
    /// - Parameter device: Where to put them.
    /// - Returns: RGB in [-1, 1], `[B, 3, S, S]`.
    /// - Throws: ``PhotoSetError`` where too many cannot be read.
    func next(on device: Device) throws -> Tensor
}

/// Grey squares, where only time and memory matter.
struct GreyFeed: BatchFeed {
    private let shape: [Int]

    /// Squares as a stage's settings want them.
    init(_ training: TrainingConfiguration) {
        shape = [training.batchSize, 3, training.imageSize, training.imageSize]
    }

    func next(on device: Device) -> Tensor { .zeros(shape, device: device) }
}

/// Batches of photographs, decoded on background threads before they are needed.
package final class PhotoFeed: BatchFeed {
    /// How many batches wait at most.
    private static let depth = 4

    private let photographs: PhotoSet
    private let batchSize: Int
    private let places: [Int]
    private let queue = DispatchQueue(label: "photographs", attributes: .concurrent)
    private var order: PhotoOrder
    private var waiting: [PendingBatch] = []
    private var scheduled: Int
    /// Photographs handed out so far, over the whole run.
    package private(set) var position: Int

    /// A feed that goes on from a position.
    ///
    /// - Parameters:
    ///   - photographs: Where they come from.
    ///   - batchSize: Photographs in a batch.
    ///   - mirrors: Whether half of the visits are mirrored.
    ///   - seed: Where the order starts.
    ///   - position: Photographs handed out before.
    ///   - places: Which of a batch, and in which order; nil is all of them. The others are handed out by
    ///     other processes.
    package init(
        _ photographs: PhotoSet, batchSize: Int, mirrors: Bool, seed: UInt64, position: Int = 0,
        places: [Int]? = nil
    ) {
        self.photographs = photographs
        self.batchSize = batchSize
        self.places = places ?? Array(0..<batchSize)
        order = PhotoOrder(seed: seed, count: photographs.count, mirrors: mirrors)
        (self.position, scheduled) = (position, position)
    }

    /// The next photographs.
    ///
    /// - Parameter device: Where to put them.
    /// - Returns: RGB in [-1, 1], `[B, 3, S, S]`.
    /// - Throws: ``PhotoSetError`` where too many cannot be read.
    package func next(on device: Device = .cpu) throws -> Tensor {
        while waiting.count < Self.depth { schedule() }
        let images = try waiting.removeFirst().images()
        position += batchSize
        return Self.tensor(images, on: device)
    }

    /// Images as a tensor.
    ///
    /// - Parameters:
    ///   - images: Of one size.
    ///   - device: Where to put them.
    /// - Returns: RGB in [-1, 1], `[B, 3, H, W]`.
    package static func tensor(_ images: [Image], on device: Device) -> Tensor {
        let (height, width) = (images[0].height, images[0].width)
        let bytes = Tensor(images.flatMap(\.pixels), shape: [images.count, height, width, 3])
        let floats = bytes.moved(to: device).converted(to: .float32) / 127.5 - 1
        return floats.permuted(0, 3, 1, 2).contiguous()
    }

    private func schedule() {
        let batch = PendingBatch(count: places.count)
        // In the order of the batch, which may begin another epoch.
        let visits = (0..<batchSize).map { order.visit(scheduled + $0) }
        for (slot, place) in places.enumerated() {
            let visit = visits[place]
            queue.async { [photographs] in
                batch.fill(
                    slot,
                    Result {
                        let image = try photographs.photograph(visit.index)
                        return visit.isMirrored ? image.mirrored() : image
                    })
            }
        }
        scheduled += batchSize
        waiting.append(batch)
    }
}
