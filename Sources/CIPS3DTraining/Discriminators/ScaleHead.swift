import CIPS3DModel
import CIPS3DNetworks
import Torch
import TorchNN

/// Judges features of one scale: a map of logits of at most 4x4.
///
///     while the map is larger than 4: spectral 4x4 convolution of stride 2, group norm, LeakyReLU 0.2
///     (of a map that is small already: spectral 3x3 convolution, LeakyReLU 0.2)
///     minibatch deviation, spectral convolution to the logits
///
/// Group norm and not batch norm: with batches of sixteen it learned faster.
///
/// Source: Sauer et al., Projected GANs (arXiv:2111.01007).
struct ScaleHead {
    private static let largestMap = 4

    private struct Layer {
        let convolution: SpectralConvolution
        let norm: (weight: Tensor, bias: Tensor)?
    }

    private let layers: [Layer]
    private let deviation: MinibatchDeviation
    private let out: SpectralConvolution

    /// Makes the head.
    ///
    /// - Parameters:
    ///   - inputs: Channels of the features.
    ///   - size: Pixels on a side of the features.
    ///   - width: Channels of the layers; a multiple of `ProjectedConfiguration.normGroups`.
    ///   - deviationGroup: Images that share a minibatch deviation; 0 or 1 turns it off.
    ///   - tellsViews: Whether it also tells from which side an image is seen.
    ///   - scope: Where the parameters live.
    init(
        inputs: Int, size: Int, width: Int, deviationGroup: Int, tellsViews: Bool,
        in scope: ParameterScope
    ) {
        var (layers, channels, size): ([Layer], Int, Int) = ([], inputs, size)
        while size > Self.largestMap {
            let place = scope["layers"][layers.count]
            let convolution = SpectralConvolution(
                channels, width, side: 4, stride: 2, padding: 1, hasBias: false, in: place)
            let norm = (
                weight: place["norm"].parameter("weight", [width], .constant(1)),
                bias: place["norm"].parameter("bias", [width], .constant(0))
            )
            layers.append(Layer(convolution: convolution, norm: norm))
            (channels, size) = (width, size / 2)
        }
        if layers.isEmpty {
            let convolution = SpectralConvolution(
                channels, width, side: 3, padding: 1, in: scope["layers"][0])
            layers = [Layer(convolution: convolution, norm: nil)]
        }
        self.layers = layers
        deviation = MinibatchDeviation(group: deviationGroup)
        let side = size >= 3 ? 3 : 1
        out = SpectralConvolution(
            width + (deviationGroup > 1 ? 1 : 0), tellsViews ? 3 : 1, side: side,
            padding: side / 2, in: scope["out"])
    }

    /// Multiply-adds of one image's features.
    static func operations(inputs: Int, size: Int, width: Int) -> Int {
        var (sum, channels, side) = (0, inputs, size)
        while side > largestMap {
            sum += 16 * channels * width * (side / 2) * (side / 2)
            (channels, side) = (width, side / 2)
        }
        if size <= largestMap { sum += 9 * channels * width * side * side }
        return sum + (side >= 3 ? 9 : 1) * (width + 1) * side * side
    }

    /// Gets ready for a step in which it learns.
    func beginStep() {
        for layer in layers { layer.convolution.iterate() }
        out.iterate()
    }

    /// Judges features.
    ///
    /// - Parameter features: `[B, inputs, size, size]`.
    /// - Returns: Logits `[B, pixels]`, and yaw and pitch in radians, `[B, 2]`, where it tells them.
    func callAsFunction(_ features: Tensor) -> (logits: Tensor, views: Tensor?) {
        var x = features
        for layer in layers {
            x = layer.convolution(x)
            if let norm = layer.norm {
                x = groupNorm(
                    x, groups: ProjectedConfiguration.normGroups, weight: norm.weight,
                    bias: norm.bias)
            }
            x = leakyReLU(x)
        }
        let y = out(deviation(x))
        let logits = y.narrowed(1, 0..<1).reshaped(y.size(0), -1)
        return (logits, y.size(1) > 1 ? y.narrowed(1, 1..<3).mean(2, 3) : nil)
    }
}
