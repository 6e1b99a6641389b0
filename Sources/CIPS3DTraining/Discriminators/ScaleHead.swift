import CIPS3DModel
import CIPS3DNetworks
import RunSettings
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
    private let deviationGroup: Int
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
        self.deviationGroup = deviationGroup
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

    /// What a head says: logits `[B, pixels]`, and yaw and pitch in radians, `[B, 2]`, where it tells
    /// them.
    typealias Answer = (logits: Tensor, views: Tensor?)

    /// Judges the features of the same images, one scale a head.
    ///
    /// - Parameters:
    ///   - heads: The heads.
    ///   - features: `[B, inputs, size, size]` of each.
    ///   - engine: What computes.
    /// - Returns: What each of them says.
    static func judge(
        _ heads: [ScaleHead], _ features: [Tensor], _ engine: TrainingEngine
    ) -> [Answer] {
        let results =
            switch engine {
            case .torch: zip(heads, features).map { $0.results($1) }
            case .fused(let set, let threads):
                HeadsOperation(
                    heads: heads.map(\.fused), instructionSet: set, threads: threads)(features)
            }
        return results.map { y in
            (
                y.narrowed(1, 0..<1).reshaped(y.size(0), -1),
                y.size(1) > 1 ? y.narrowed(1, 1..<3).mean(2, 3) : nil
            )
        }
    }

    private func results(_ features: Tensor) -> Tensor {
        let x = layers.reduce(features) { x, layer in
            let y = layer.convolution(x)
            guard let norm = layer.norm else { return leakyReLU(y) }
            return leakyReLU(
                groupNorm(
                    y, groups: ProjectedConfiguration.normGroups, weight: norm.weight,
                    bias: norm.bias))
        }
        return out(MinibatchDeviation(group: deviationGroup)(x))
    }

    /// The head for the fused engine.
    private var fused: HeadsOperation.Head {
        HeadsOperation.Head(
            layers: layers.map {
                $0.convolution.fused(scale: $0.norm?.weight, shift: $0.norm?.bias)
            } + [out.fused(scale: nil, shift: nil)],
            groups: ProjectedConfiguration.normGroups, deviationGroup: deviationGroup)
    }
}

extension SpectralConvolution {
    /// The layer for the fused engine, with a norm's scale and shift behind it or its own bias.
    fileprivate func fused(scale: Tensor?, shift: Tensor?) -> HeadsOperation.Layer {
        guard let shift = shift ?? bias else {
            preconditionFailure("a convolution without a bias has a norm")
        }
        return HeadsOperation.Layer(
            weight: weight, stride: stride, padding: padding,
            sigma: withoutGradient { sigma.item }, left: left, right: right, scale: scale,
            shift: shift)
    }
}
