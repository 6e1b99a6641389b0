import CIPS3DModel
import HeadPictures
import InnerLoops
import ParallelWork

/// Renders rays of images whose styles are folded into their weights, and leads slopes of the pixels back to
/// these.
///
/// Gradients are sums over runs of rays that do not depend on the number of threads, added in order, so
/// that they are the same to the bit for any number.
package struct FoldedRenderer: Sendable {
    /// Rays whose gradients are summed by one thread: few enough that several find work in an image, many
    /// enough that sums of them cost little.
    private static let runLength = 1_024

    /// Where layers are.
    package let layout: FoldedLayout
    private let configuration: ModelConfiguration
    private let kernels: Kernels

    /// A renderer of a generator's images.
    ///
    /// - Parameters:
    ///   - configuration: The generator.
    ///   - camera: How rays are sampled.
    ///   - instructionSet: One of `InstructionSet.available`.
    /// - Throws: ``InstructionSetError`` where the processor does not have it.
    package init(
        _ configuration: GeneratorConfiguration, camera: CameraConfiguration,
        instructionSet: InstructionSet
    ) throws(InstructionSetError) {
        // A renderer wants to know on which size a model was trained, but only for the user.
        self.configuration = ModelConfiguration(
            generator: configuration, camera: camera, imageSize: 1)
        layout = FoldedLayout(configuration)
        kernels = try Kernels(instructionSet)
    }

    /// Renders rays.
    ///
    /// - Parameters:
    ///   - folded: The numbers of the images, `[B · layout.count]`.
    ///   - batches: The R rays of each image.
    ///   - threads: How many may compute at once.
    /// - Returns: The rays of all images, one image behind the other.
    package func render(folded: [Float], batches: [RayBatch], threads: Int) -> RenderedPixels {
        let count = layout.count
        precondition(folded.count == batches.count * count)
        let images = ThreadTeam(threads).map(batches.count) { image in
            let head = HeadLayers(
                folded: folded[image * count..<(image + 1) * count], layout: layout,
                configuration: configuration, kernels: kernels)
            return TileRenderer.picture(head, batches[image])
        }
        return RenderedPixels(
            pixels: 0..<images.map(\.pixels.count).reduce(0, +), color: images.flatMap(\.color),
            auxiliary: images.flatMap(\.auxiliary), depth: images.flatMap(\.depth),
            opacity: images.flatMap(\.opacity))
    }

    /// Leads slopes of pixels back.
    ///
    /// - Parameters:
    ///   - color: Of the colours, `[B · R · 3]`, image by image; nil where nobody looks at them, and where no
    ///     network but the field paints.
    ///   - auxiliary: Of the auxiliary colours, likewise.
    ///   - folded: The numbers of the images, `[B · layout.count]`.
    ///   - batches: The R rays of each image.
    ///   - learnsField: Whether what comes before the features is asked for; else its gradient is 0.
    ///   - threads: How many may compute at once.
    /// - Returns: The gradient of `folded`.
    package func gradient(
        color: [Float]?, auxiliary: [Float]?, folded: [Float], batches: [RayBatch],
        learnsField: Bool = true, threads: Int
    ) -> [Float] {
        let (count, rays) = (layout.count, batches.first?.count ?? 0)
        precondition(folded.count == batches.count * count)
        precondition(color == nil || !layout.blocks.isEmpty, "colours that are the auxiliary ones")
        precondition(
            [color, auxiliary].allSatisfy {
                ($0?.count ?? batches.count * rays * 3) == batches.count * rays * 3
            })
        let runs = stride(from: 0, to: rays, by: Self.runLength).map {
            $0..<min($0 + Self.runLength, rays)
        }
        let sums = ThreadTeam(threads).map(batches.count * runs.count) { index in
            let (image, run) = index.quotientAndRemainder(dividingBy: runs.count)
            return gradient(
                color: color, auxiliary: auxiliary, folded: folded, batch: batches[image],
                image: image, run: runs[run], learnsField: learnsField)
        }
        return batches.indices.flatMap { image in
            var sum = sums[image * runs.count]
            for other in sums[image * runs.count + 1..<(image + 1) * runs.count] {
                for index in 0..<count { sum[index] += other[index] }
            }
            return sum
        }
    }

    /// The gradient that a run of rays gives.
    private func gradient(
        color: [Float]?, auxiliary: [Float]?, folded: [Float], batch: RayBatch, image: Int,
        run: Range<Int>, learnsField: Bool
    ) -> [Float] {
        let tile = GradientTile(configuration, layout: layout, kernels: kernels)
        let first = image * batch.count * 3
        var gradient = [Float](repeating: 0, count: layout.count)
        folded.withUnsafeBufferPointer { folded in
            guard let numbers = folded.baseAddress else { return }
            tile.take(numbers + image * layout.count, batch, camera: configuration.camera)
        }
        withOptionalPointer(color) { color in
            withOptionalPointer(auxiliary) { auxiliary in
                gradient.withUnsafeMutableBufferPointer { gradient in
                    guard let gradient = gradient.baseAddress else { return }
                    let slopes = PixelSlopes(
                        color: color.map { $0 + first }, auxiliary: auxiliary.map { $0 + first })
                    for start in stride(
                        from: run.lowerBound, to: run.upperBound, by: tile.length)
                    {
                        let end = min(start + tile.length, run.upperBound)
                        tile.leadBack(
                            start..<end, slopes, learnsField: learnsField, gradient: gradient)
                    }
                }
            }
        }
        return gradient
    }
}
