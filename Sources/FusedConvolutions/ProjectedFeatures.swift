import InnerLoops
import ParallelWork

/// Features of a frozen network, projected, of images of one size: forwards and backwards, slices of a
/// batch side by side.
///
/// What an image gets does not depend on the slice that it is in.
package final class ProjectedFeatures: Sendable {
    /// Images that go through the small maps at once, at the most.
    private static let longestSlice = 16

    private let pyramid: FusedPyramid
    private let projection: FusedProjection
    private let threads: Int

    /// Packs both networks' weights.
    ///
    /// - Parameters:
    ///   - weights: The frozen network's.
    ///   - projection: What mixes its features.
    ///   - size: Pixels on a side of the images.
    ///   - side: Pixels on a side as the network sees them.
    ///   - instructionSet: One of `InstructionSet.available`.
    ///   - threads: How many may compute at once.
    package init(
        _ weights: PyramidWeights, _ projection: ProjectionWeights, size: Int, side: Int,
        instructionSet: InstructionSet, threads: Int
    ) {
        guard let kernels = Kernels(running: instructionSet) else {
            preconditionFailure("this processor does not have \(instructionSet)")
        }
        pyramid = FusedPyramid(weights, size: size, side: side, kernels)
        self.projection = FusedProjection(
            projection, sides: pyramid.features.map(\.side), kernels)
        self.threads = threads
    }

    /// Channels and pixels on a side of each scale, finest first.
    package var scales: [(channels: Int, side: Int)] { projection.outputs }

    /// What the way forwards leaves.
    ///
    /// Not checked by the compiler: written while it is made, and read afterwards.
    package final class Results: @unchecked Sendable {
        /// Of each scale, `[images][side · side][channels rounded up to 16]`.
        package let scales: [PanelBuffer]
        fileprivate let bits: [FusedPyramid.Bits]

        fileprivate init(scales: [PanelBuffer], bits: [FusedPyramid.Bits]) {
            (self.scales, self.bits) = (scales, bits)
        }
    }

    /// Projects images.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - pixels: RGB in [-1, 1], `[count][3][size][size]`.
    ///   - leadsBack: Whether slopes will be led back.
    /// - Returns: The features.
    package func callAsFunction(
        _ count: Int, _ pixels: UnsafePointer<Float>, leadsBack: Bool
    ) -> Results {
        let slices = slices(of: count)
        let results = Results(
            scales: buffers(projection.outputs, images: count),
            bits: leadsBack ? slices.map { pyramid.bits(images: $0.count) } : [])
        let pixels = Shared(pixels)
        forEach(slices) { [self] slice, images, room in
            let features = rows(room.features, pyramid.features, from: 0)
            pyramid(
                images.count, pixels.start + images.lowerBound * 3 * pyramid.size * pyramid.size,
                to: features, bits: leadsBack ? results.bits[slice] : nil, room.pyramid)
            projection(
                images.count, features,
                to: rows(results.scales, projection.outputs, from: images.lowerBound), room.mixed)
        }
        return results
    }

    /// Leads slopes back to the images.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - slopes: Of the results' scales, as they lie there; overwritten.
    ///   - results: What the images gave.
    ///   - pixels: Receives the slopes of the images.
    package func leadBack(
        _ count: Int, _ slopes: [PanelBuffer], through results: Results,
        to pixels: UnsafeMutablePointer<Float>
    ) {
        let pixels = Shared(pixels)
        forEach(slices(of: count)) { [self] slice, images, room in
            let features = rows(room.features, pyramid.features, from: 0)
            projection.leadBack(
                images.count, rows(slopes, projection.outputs, from: images.lowerBound),
                to: features, room.mixed)
            pyramid.leadBack(
                images.count, features, bits: results.bits[slice],
                to: pixels.start + images.lowerBound * 3 * pyramid.size * pyramid.size,
                room.pyramid)
        }
    }

    /// Room for as many numbers as the results of images take.
    package func room(_ count: Int) -> [PanelBuffer] {
        buffers(projection.outputs, images: count)
    }

    /// What one thread works with.
    private struct Room {
        let features: [PanelBuffer]
        let mixed: PanelBuffer
        let pyramid: FusedPyramid.Room
    }

    /// An address that threads share.
    ///
    /// Not checked by the compiler: each thread keeps to its own images.
    private struct Shared<Pointer>: @unchecked Sendable {
        let start: Pointer

        init(_ start: Pointer) { self.start = start }
    }

    /// As equal as they can be, and enough of them for all threads.
    private func slices(of count: Int) -> [Range<Int>] {
        let most = max(1, min(Self.longestSlice, (count + threads - 1) / threads))
        let slices = (count + most - 1) / most
        return (0..<slices).map { $0 * count / slices..<($0 + 1) * count / slices }
    }

    private func forEach(
        _ slices: [Range<Int>],
        _ body: @escaping @Sendable (_ slice: Int, _ images: Range<Int>, _ room: Room) -> Void
    ) {
        let longest = slices.map(\.count).max() ?? 0
        let next = UnclaimedIndices(slices.count)
        ThreadTeam(threads).limited(to: slices.count).perform { [self] in
            let room = Room(
                features: buffers(pyramid.features, images: longest),
                mixed: PanelBuffer(count: longest * projection.roomNumbers),
                pyramid: pyramid.room(images: longest))
            while let slice = next.claim() { body(slice, slices[slice], room) }
        }
    }

    private func buffers(
        _ scales: [(channels: Int, side: Int)], images: Int
    ) -> [PanelBuffer] {
        scales.map {
            PanelBuffer(count: images * ImageRows.row($0.channels) * $0.side * $0.side)
        }
    }

    private func rows(
        _ buffers: [PanelBuffer], _ scales: [(channels: Int, side: Int)], from image: Int
    ) -> [ImageRows] {
        zip(buffers, scales).map { buffer, scale in
            ImageRows(
                buffer.start, channels: scale.channels, pixels: scale.side * scale.side
            ).from(image)
        }
    }
}
