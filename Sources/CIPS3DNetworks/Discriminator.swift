import Torch
import TorchNN

/// StyleGAN2's residual discriminator, with an entrance at every resolution.
///
///     fromRGB(x) -> residual blocks down to 4x4 -> [minibatch deviation] -> 3x3 -> linear -> logit
///
/// While a new resolution fades in, its block is mixed with the image at half the size:
/// `alpha · block(fromRGB(x)) + (1 - alpha) · fromRGB_lower(half(x))`.
///
/// Sources: StyleGAN2 (arXiv:1912.04958), progressive growing (arXiv:1710.10196).
package struct Discriminator {
    private let entrances: [Int: ConvolutionLayer]
    private let blocks: [Int: ResidualBlock]
    private let deviation: MinibatchDeviation
    private let last: ConvolutionLayer
    private let spaceLinear: EqualizedLinear
    private let outLinear: EqualizedLinear
    private let viewLinear: EqualizedLinear?

    /// Makes the network.
    ///
    /// - Parameters:
    ///   - channels: Channels by resolution, from 4; each has an entrance.
    ///   - maximumSize: The largest resolution that has a residual block.
    ///   - halvesFirst: Whether the first convolution of a block halves the size.
    ///   - deviationGroup: Images that share a minibatch deviation; 0 or 1 turns it off.
    ///   - tellsViews: Whether it also tells from which side an image is seen.
    ///   - frozenSizes: Resolutions whose entrance and block are not learned.
    ///   - scope: Where the parameters live.
    package init(
        channels: [Int: Int], maximumSize: Int, halvesFirst: Bool, deviationGroup: Int,
        tellsViews: Bool = false, frozenSizes: Set<Int> = [], in scope: ParameterScope
    ) {
        let sizes = channels.keys.sorted()
        let width = { (size: Int) -> Int in
            guard let width = channels[size] else {
                preconditionFailure("the discriminator has no channels at \(size)x\(size)")
            }
            return width
        }
        entrances = Dictionary(
            uniqueKeysWithValues: sizes.map { size in
                let place = scope["conv_in"][size].frozen(frozenSizes.contains(size))
                return (size, ConvolutionLayer(3, width(size), side: 1, in: place))
            })
        let blockSizes = sizes.filter { $0 > 4 && $0 <= maximumSize }
        blocks = Dictionary(
            uniqueKeysWithValues: blockSizes.map { size in
                let block = ResidualBlock(
                    width(size), width(size / 2), halvesFirst: halvesFirst,
                    in: scope["convs"][size].frozen(frozenSizes.contains(size)))
                return (size, block)
            })
        deviation = MinibatchDeviation(group: deviationGroup)
        let final = width(4)
        last = ConvolutionLayer(
            final + deviation.channels, final, side: 3, in: scope["final_conv"])
        spaceLinear = EqualizedLinear(
            final * 16, final, isActivated: true, in: scope["space_linear"])
        outLinear = EqualizedLinear(final, 1, isActivated: false, in: scope["out_linear"])
        viewLinear =
            tellsViews
            ? EqualizedLinear(final, 2, isActivated: false, in: scope["view_linear"]) : nil
    }

    /// The resolutions that it takes.
    package var sizes: Set<Int> { Set(blocks.keys) }

    /// Judges images.
    ///
    /// - Parameters:
    ///   - images: RGB in [-1, 1], `[B, 3, S, S]`, S a resolution that the network has, above 4.
    ///   - fade: How far the resolution S has faded in, 0...1.
    /// - Returns: Logits, `[B, 1]`: positive is real; yaw and pitch in radians, `[B, 2]`, where it
    ///   tells them.
    package func callAsFunction(
        _ images: Tensor, fade: Double = 1
    ) -> (logits: Tensor, views: Tensor?) {
        let size = images.size(-1)
        guard let block = blocks[size], let entrance = entrances[size] else {
            preconditionFailure("the discriminator takes \(blocks.keys.sorted()), not \(size)")
        }
        var x = block(entrance(images))
        if fade < 1, let lower = entrances[size / 2] {
            let half = images.resizedBilinear(height: size / 2, width: size / 2)
            x = fade * x + (1 - fade) * lower(half)
        }
        var next = size / 2
        while let block = blocks[next] {
            x = block(x)
            next /= 2
        }
        x = last(deviation(x))
        let features = spaceLinear(x.reshaped(x.size(0), -1))
        return (outLinear(features), viewLinear?(features))
    }
}
