import CKernels
import InnerLoops

/// The numbers of a projection: of each scale, finest first, a convolution of its channels and one behind
/// the sum with the coarser scale.
package struct ProjectionWeights: Sendable, Equatable {
    package let channels: [ConvolutionWeights]
    package let scales: [ConvolutionWeights]

    package init(channels: [ConvolutionWeights], scales: [ConvolutionWeights]) {
        (self.channels, self.scales) = (channels, scales)
    }
}

/// Features mixed over channels and from coarse scales into fine ones, forwards and backwards.
struct FusedProjection: Sendable {
    private let kernels: Kernels
    private let channels: [FusedConvolution]
    private let scales: [FusedConvolution]
    /// From each scale but the finest to the one before it.
    private let enlargements: [Resampling]

    /// - Parameters:
    ///   - weights: Its numbers.
    ///   - sides: Pixels on a side of each scale.
    ///   - kernels: The inner loops.
    init(_ weights: ProjectionWeights, sides: [Int], _ kernels: Kernels) {
        self.kernels = kernels
        let made = { (convolutions: [ConvolutionWeights]) in
            zip(convolutions, sides).map { FusedConvolution($0, side: $1, kernels) }
        }
        (channels, scales) = (made(weights.channels), made(weights.scales))
        enlargements = zip(sides, sides.dropFirst()).map { Resampling(from: $1, to: $0) }
    }

    /// Channels and pixels on a side of each scale.
    var outputs: [(channels: Int, side: Int)] { scales.map { ($0.outputs, $0.resultSide) } }

    /// Numbers that stand between the layers, of one image.
    var roomNumbers: Int { scales.map { Self.numbers($0) }.max() ?? 0 }

    /// Projects the features of a slice of images.
    ///
    /// - Parameters:
    ///   - images: How many.
    ///   - features: Of each scale.
    ///   - results: Receives each scale's.
    ///   - room: `roomNumbers` for each image.
    func callAsFunction(
        _ images: Int, _ features: [ImageRows], to results: [ImageRows], _ room: PanelBuffer
    ) {
        for scale in scales.indices.reversed() {
            let mixed = mixed(scale, room)
            channels[scale](images, features[scale], to: mixed)
            if scale + 1 < scales.count {
                enlargements[scale](
                    images, channels: scales[scale].inputs, results[scale + 1], to: mixed,
                    adds: true, kernels)
            }
            scales[scale](images, mixed, to: results[scale])
        }
    }

    /// Leads slopes of the results back to the features.
    ///
    /// - Parameters:
    ///   - images: How many.
    ///   - slopes: Of the results; overwritten.
    ///   - features: Receives those of the features.
    ///   - room: `roomNumbers` for each image.
    func leadBack(
        _ images: Int, _ slopes: [ImageRows], to features: [ImageRows], _ room: PanelBuffer
    ) {
        for scale in scales.indices {
            let mixed = mixed(scale, room)
            scales[scale].leadBack(images, slopes[scale], to: mixed)
            if scale + 1 < scales.count {
                enlargements[scale].leadBack(
                    images, channels: scales[scale].inputs, mixed, to: slopes[scale + 1],
                    adds: true, kernels)
            }
            channels[scale].leadBack(images, mixed, to: features[scale])
        }
    }

    private func mixed(_ scale: Int, _ room: PanelBuffer) -> ImageRows {
        let layer = scales[scale]
        return ImageRows(room.start, channels: layer.inputs, pixels: layer.side * layer.side)
    }

    private static func numbers(_ layer: FusedConvolution) -> Int {
        ImageRows.row(layer.inputs) * layer.side * layer.side
    }
}
