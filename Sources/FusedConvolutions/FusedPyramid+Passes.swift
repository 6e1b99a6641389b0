import CKernels
import InnerLoops

extension FusedPyramid {
    /// Computes the features of a slice of images.
    ///
    /// - Parameters:
    ///   - images: How many.
    ///   - pixels: RGB in [-1, 1], `[images][3][size][size]`.
    ///   - features: Receives each scale's.
    ///   - bits: Receives where slopes pass; nil where nobody will lead any back.
    ///   - room: For so many images.
    func callAsFunction(
        _ images: Int, _ pixels: UnsafePointer<Float>, to features: [ImageRows], bits: Bits?,
        _ room: Room
    ) {
        let place = { self.input(of: $0, features, room) }
        let (image, seen) = (rows(room.image, 3, size), rows(room.resampled, 3, stem.side))
        for index in 0..<images {
            read(pixels + index * 3 * size * size, to: image)
            resampling(1, channels: 3, image, to: seen, kernels)
            stem(
                1, seen, to: place(0).of(index), bits == nil ? CK_RELU6 : CK_RELU6_BITS,
                bits: bits?.stem.from(index))
            for block in 0..<early {
                blocks[block](
                    1, place(block).of(index), to: place(block + 1).of(index),
                    bits: bits?.blocks[block].from(index), room.ofBlock)
            }
        }
        for block in early..<blocks.count {
            blocks[block](
                images, place(block).rows, to: place(block + 1).rows, bits: bits?.blocks[block],
                room.ofBlock)
        }
    }

    /// Leads slopes of the features back to the images.
    ///
    /// - Parameters:
    ///   - images: How many.
    ///   - slopes: Of each scale's features; overwritten.
    ///   - bits: Where slopes passed.
    ///   - pixels: Receives the slopes of the images, `[images][3][size][size]`.
    ///   - room: For so many images.
    func leadBack(
        _ images: Int, _ slopes: [ImageRows], bits: Bits, to pixels: UnsafeMutablePointer<Float>,
        _ room: Room
    ) {
        let place = { self.input(of: $0, slopes, room) }
        for block in (early..<blocks.count).reversed() {
            blocks[block].leadBack(
                images, place(block + 1).rows, to: place(block).rows, adds: isKept(block - 1),
                bits: bits.blocks[block], before: bits.stem, room.ofBlock)
        }
        let (image, seen) = (rows(room.image, 3, size), rows(room.resampled, 3, stem.side))
        for index in 0..<images {
            for block in (0..<early).reversed() {
                blocks[block].leadBack(
                    1, place(block + 1).of(index), to: place(block).of(index),
                    adds: isKept(block - 1), bits: bits.blocks[block].from(index),
                    before: bits.stem.from(index), room.ofBlock)
            }
            stem.leadBack(1, place(0).of(index), to: seen)
            resampling.leadBack(1, channels: 3, seen, to: image, kernels)
            write(image, to: pixels + index * 3 * size * size)
        }
    }

    /// Where the input of a block is, or its slopes: of all images of a slice or of one at a time.
    private struct Place {
        let rows: ImageRows
        let holdsSlice: Bool

        func of(_ image: Int) -> ImageRows { holdsSlice ? rows.from(image) : rows }
    }

    /// Whether somebody looks at the results of a block.
    private func isKept(_ block: Int) -> Bool { featureBlocks.contains(block) }

    private func input(of block: Int, _ features: [ImageRows], _ room: Room) -> Place {
        if let scale = featureBlocks.firstIndex(of: block - 1) {
            return Place(rows: features[scale], holdsSlice: true)
        }
        let (isLate, buffers) = (block >= early, block >= early ? room.late : room.early)
        return Place(
            rows: rows(buffers[block % 2], blocks[block].inputs, blocks[block].side),
            holdsSlice: isLate)
    }

    private func rows(_ buffer: PanelBuffer, _ channels: Int, _ side: Int) -> ImageRows {
        ImageRows(buffer.start, channels: channels, pixels: side * side)
    }

    /// Planes of colours to pixels as the network wants them.
    private func read(_ planes: UnsafePointer<Float>, to rows: ImageRows) {
        for pixel in 0..<rows.pixels {
            for channel in 0..<3 {
                rows.start[pixel * rows.row + channel] =
                    planes[channel * rows.pixels + pixel] * factor + shift
            }
        }
    }

    /// Slopes of what the network sees to planes of the images' slopes.
    private func write(_ rows: ImageRows, to planes: UnsafeMutablePointer<Float>) {
        for channel in 0..<3 {
            for pixel in 0..<rows.pixels {
                planes[channel * rows.pixels + pixel] =
                    rows.start[pixel * rows.row + channel] * factor
            }
        }
    }
}
