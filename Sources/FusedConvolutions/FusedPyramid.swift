import CKernels
import InnerLoops

/// Features of images at several scales by a frozen network, forwards and backwards.
///
/// Where maps are large a network goes image by image, so that what is between its layers stays in the
/// cache; where they are small a slice of images goes at once, so that weights are read once for all of
/// them. Of the way forwards only a bit for each activation is kept.
final class FusedPyramid: Sendable {
    /// From so many pixels on images go one by one.
    private static let largeMap = 64

    let kernels: Kernels
    /// Pixels on a side of the images.
    let size: Int
    let factor: Float
    let shift: Float
    let resampling: Resampling
    let stem: FusedConvolution
    let blocks: [FusedBlock]
    let featureBlocks: [Int]
    /// How many blocks go image by image.
    let early: Int

    /// Packs a network's weights.
    ///
    /// - Parameters:
    ///   - weights: Its numbers.
    ///   - size: Pixels on a side of the images.
    ///   - side: Pixels on a side as the network sees them.
    ///   - kernels: The inner loops.
    init(_ weights: PyramidWeights, size: Int, side: Int, _ kernels: Kernels) {
        (self.kernels, self.size) = (kernels, size)
        (factor, shift) = (weights.factor, weights.shift)
        resampling = Resampling(from: size, to: side)
        stem = FusedConvolution(weights.stem, side: side, kernels)
        var (blocks, side): ([FusedBlock], Int) = ([], stem.resultSide)
        for block in weights.blocks {
            blocks.append(FusedBlock(block, side: side, kernels))
            side = blocks[blocks.count - 1].resultSide
        }
        (self.blocks, featureBlocks) = (blocks, weights.featureBlocks)
        early = blocks.prefix { $0.side * $0.side >= Self.largeMap }.count
    }

    /// Channels and pixels on a side of each scale.
    var features: [(channels: Int, side: Int)] {
        featureBlocks.map { (blocks[$0].outputs, blocks[$0].resultSide) }
    }

    /// Where slopes pass, of a slice of images.
    ///
    /// Not checked by the compiler: written by one thread, and read when that is done.
    final class Bits: @unchecked Sendable {
        let stem: ImageBits
        let blocks: [FusedBlock.Bits]
        private let memory: UnsafeMutablePointer<UInt8>

        fileprivate init(_ pyramid: FusedPyramid, images: Int) {
            var sizes = [(pyramid.stem.outputs, pyramid.stem.resultSide)]
            for block in pyramid.blocks {
                sizes.append((block.expands ? block.hidden : 0, block.side))
                sizes.append((block.hidden, block.resultSide))
            }
            let bytes = sizes.map { images * ImageBits.bytes(channels: $0, pixels: $1 * $1) }
            memory = .allocate(capacity: bytes.reduce(0, +))
            var end = memory
            let parts = zip(sizes, bytes).map { size, bytes in
                defer { end += bytes }
                return ImageBits(end, channels: size.0, pixels: size.1 * size.1)
            }
            stem = parts[0]
            blocks = pyramid.blocks.enumerated().map { index, block in
                FusedBlock.Bits(
                    expanded: block.expands ? parts[1 + 2 * index] : nil,
                    depthwise: parts[2 + 2 * index])
            }
        }

        deinit { memory.deallocate() }
    }

    /// Room for bits.
    func bits(images: Int) -> Bits { Bits(self, images: images) }

    /// What is between the layers of one thread.
    ///
    /// Not checked by the compiler: belongs to one thread at a time.
    final class Room: @unchecked Sendable {
        let image: PanelBuffer
        let resampled: PanelBuffer
        /// Results of early blocks of one image, in turn, and of late ones of all.
        let early: [PanelBuffer]
        let late: [PanelBuffer]
        private let expanded: PanelBuffer
        private let depthwise: PanelBuffer

        fileprivate init(_ pyramid: FusedPyramid, images: Int) {
            let blocks = pyramid.blocks
            let most = { (late: Bool, numbers: (FusedBlock) -> Int) in
                blocks.enumerated().filter { ($0.offset >= pyramid.early) == late }
                    .map { numbers($0.element) * (late ? images : 1) }.max() ?? 0
            }
            let inputs = { (block: FusedBlock) in
                ImageRows.row(block.inputs) * block.side * block.side
            }
            let buffers = { (late: Bool) in
                (0..<2).map { _ in PanelBuffer(count: most(late, inputs)) }
            }
            (early, late) = (buffers(false), buffers(true))
            let both = { (numbers: (FusedBlock) -> Int) in
                PanelBuffer(count: max(most(false, numbers), most(true, numbers)))
            }
            (expanded, depthwise) = (both(\.expandedNumbers), both(\.depthwiseNumbers))
            let row = ImageRows.row(3)
            image = PanelBuffer(count: row * pyramid.size * pyramid.size)
            resampled = PanelBuffer(count: row * pyramid.stem.side * pyramid.stem.side)
        }

        var ofBlock: FusedBlock.Room {
            FusedBlock.Room(expanded: expanded.start, depthwise: depthwise.start)
        }
    }

    /// Room for slices of no more than so many images.
    func room(images: Int) -> Room { Room(self, images: images) }
}
