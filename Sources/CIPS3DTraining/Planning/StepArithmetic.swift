import CIPS3DModel
import GANMetrics
import RunSettings

/// Multiplications and additions of a training step: products and convolutions alone, two for each
/// multiply-add; what leads gradients back counts as the way there once for inputs and once for weights.
struct StepArithmetic {
    /// Of the generator, for each image of the batch.
    let generator: Double
    /// Of the discriminators, for each image of the batch.
    let discriminators: Double

    /// Counts.
    ///
    /// - Parameter configuration: Sizes; without stages.
    init(_ configuration: Configuration) {
        let training = configuration.training
        let pixels = Double(training.imageSize * training.imageSize)
        let carrying =
            training.gradientPixelCount > 0 ? Double(training.gradientPixelCount) : pixels
        let each = Double(configuration.generator.operationsPerPixel(camera: configuration.camera))
        // Images for the discriminators' step, images for the generator's where it has its own, and twice
        // the way back.
        let renders = training.sharesFakes ? 1.0 : 2
        generator = each * (renders * pixels + 2 * carrying)
        let sizes = configuration.discriminator
        // Photographs, images of the first step, images of the second: of colours and auxiliary.
        switch sizes.kind {
        case .styleGAN2:
            let forward =
                Self.convolutional(sizes.mainChannels, size: training.imageSize, halvesFirst: false)
                + (sizes.usesAuxiliary
                    ? Self.convolutional(
                        sizes.auxiliaryChannels, size: training.imageSize, halvesFirst: true) : 0)
            discriminators = forward * (3 + 3 + 2)
        case .projected:
            let judges = sizes.usesAuxiliary ? 2.0 : 1
            let network = Double(
                EfficientNetLite0.operations(
                    side: sizes.projected.side, scales: sizes.projected.scales))
            let heads = Self.heads(sizes.projected, usesAuxiliary: sizes.usesAuxiliary)
            // Photographs are looked at once by the frozen network, whichever judge asks; it has a way back
            // to the images alone.
            discriminators = network * (1 + renders * judges + judges) + heads * (3 + 3 + 2)
        }
    }

    /// One image through a residual discriminator.
    private static func convolutional(_ channels: [Int], size: Int, halvesFirst: Bool) -> Double {
        let widths = DiscriminatorConfiguration.bySize(channels)
        guard let entrance = widths[size], let last = widths[4] else { return 0 }
        var sum = 3 * entrance * size * size
        var side = size
        while side > 4, let wide = widths[side], let narrow = widths[side / 2] {
            let (full, half) = (side * side, side * side / 4)
            sum += 9 * wide * wide * (halvesFirst ? half : full) + 9 * wide * narrow * half
            sum += wide * narrow * half
            side /= 2
        }
        sum += 9 * (last + 1) * last * 16 + 16 * last * last
        return 2 * Double(sum)
    }

    /// One image's features through the random mixing and the heads of all scales.
    private static func heads(_ sizes: ProjectedConfiguration, usesAuxiliary: Bool) -> Double {
        var sum = 0
        for scale in 0..<sizes.scales {
            let (mixed, side) = (FeatureProjection.width(scale), sizes.side / (4 << scale))
            let channels = FeatureProjection.width(max(scale - 1, 0))
            sum += EfficientNetLite0.pyramidChannels[scale] * mixed * side * side
            sum += 9 * mixed * channels * side * side
            for width in [sizes.width] + (usesAuxiliary ? [sizes.width / 2] : []) {
                sum += ScaleHead.operations(inputs: channels, size: side, width: width)
            }
        }
        return 2 * Double(sum)
    }
}
