/// Where the layers of a generator stand whose styles are folded into its weights: one run of numbers for
/// each image, from which all of its pixels follow.
///
/// Every layer is `y = x W + b` with W as `[inputs][outputs]`, its bias behind it. A FiLM-SIREN layer is
/// followed by `sin(pi y)`, so that its frequency is folded in as f / pi; what follows the others is said
/// there.
package struct FoldedLayout: Sendable, Equatable {
    /// A layer's place.
    package struct Layer: Sendable, Equatable {
        /// Channels of x.
        package let inputs: Int
        /// Channels of y.
        package let outputs: Int
        /// Where W begins.
        package let start: Int
        /// Whether b stands behind it.
        package let hasBias: Bool

        /// Where b begins.
        package var bias: Int { start + inputs * outputs }
        /// All numbers of the layer.
        package var range: Range<Int> { start..<bias + (hasBias ? outputs : 0) }

        /// The same numbers with b as the row of one more input.
        package var biasAsInput: Layer {
            precondition(hasBias)
            return Layer(inputs: inputs + 1, outputs: outputs, start: start, hasBias: false)
        }
    }

    /// Two layers with LeakyReLU 0.2 behind each, and what paints.
    package struct Block: Sendable, Equatable {
        /// From the block's input.
        package let first: Layer
        /// To its output.
        package let second: Layer
        /// Whether the block's input is added to its output.
        package let addsInput: Bool
        /// From the block's output to colours; nil where it does not paint.
        package let painter: Layer?
    }

    /// FiLM-SIREN layers from encoded points, in units of half the box, to h.
    package let trunk: [Layer]
    /// From h to the raw density without the solid ball, its scale folded in.
    package let density: Layer
    /// A FiLM-SIREN layer from h, and the viewing direction where it is used, to s.
    package let featureBlock: Layer
    /// From composited s to features; the bias is multiplied by the sum of the weights.
    package let feature: Layer
    /// Two FiLM-SIREN layers and a linear one behind the volume; none where there is no sphere.
    package let sphere: [Layer]
    /// From features to the auxiliary colours, before their tanh.
    package let auxiliary: Layer
    /// From features to colours, before their tanh.
    package let blocks: [Block]
    /// Numbers of an image.
    package let count: Int

    /// The most channels that a layer gives.
    package var widest: Int {
        let blocks = blocks.flatMap { [$0.first, $0.second] }
        let layers = trunk + [featureBlock, feature] + sphere + [auxiliary] + blocks
        return layers.map(\.outputs).max() ?? 1
    }

    /// The layout of a generator.
    ///
    /// - Parameter configuration: Its sizes.
    package init(_ configuration: GeneratorConfiguration) {
        let (nerf, inr) = (configuration.nerf, configuration.inr)
        var end = 0
        func layer(_ inputs: Int, _ outputs: Int, hasBias: Bool = true) -> Layer {
            let layer = Layer(inputs: inputs, outputs: outputs, start: end, hasBias: hasBias)
            end = layer.range.upperBound
            return layer
        }
        trunk = (0..<nerf.layers).map {
            layer($0 == 0 ? nerf.encodedWidth : nerf.width, nerf.width)
        }
        density = layer(nerf.width, 1)
        featureBlock = layer(nerf.width + (nerf.usesViewDirection ? 3 : 0), nerf.width / 2)
        feature = layer(nerf.width / 2, nerf.features)
        let sphereWidth = configuration.background.width
        sphere =
            configuration.background.isPresent
            ? [
                layer(3, sphereWidth), layer(sphereWidth, sphereWidth),
                layer(sphereWidth, nerf.features),
            ] : []
        auxiliary = layer(nerf.features, 3)
        blocks = (0..<inr.blocks).map { index in
            let inputs = index == 0 ? nerf.features : inr.width
            return Block(
                first: layer(inputs, inr.width, hasBias: false),
                second: layer(inr.width, inr.width, hasBias: false),
                addsInput: index >= inr.firstResidualBlock && inputs == inr.width,
                painter: index >= inr.firstRGBBlock ? layer(inr.width, 3) : nil)
        }
        count = end
    }
}
