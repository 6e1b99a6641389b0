import FusedConvolutions
import Torch

/// A convolution with a batch normalisation behind it, folded into one.
///
///     y = γ (W ∗ x - μ) / √(v + ε) + β
///       = (γ / √(v + ε) W) ∗ x + (β - γ μ / √(v + ε))
///
/// Both equal one another within rounding; one of them passes over the images half as often.
struct FoldedConvolution {
    private let weight: Tensor
    private let bias: Tensor
    private let stride: Int
    private let padding: (vertical: Int, horizontal: Int)
    private let groups: Int

    /// Keys of a convolution and of the normalisation behind it.
    typealias Names = (convolution: String, normalization: String)
    /// ε of the networks that come from TensorFlow.
    static let tensorFlowEpsilon = 1e-3

    /// Reads a convolution without bias and its normalisation.
    ///
    /// - Parameters:
    ///   - inputs: Channels of the images.
    ///   - outputs: Channels of the result.
    ///   - kernel: Rows and columns.
    ///   - stride: Pixels from one result to the next.
    ///   - padding: Zeros above and below, and on the left and right.
    ///   - groups: Parts of the channels that do not see one another.
    ///   - epsilon: What the normalisation adds to the variance.
    ///   - names: Keys of the convolution and of the normalisation.
    ///   - weights: Where the tensors are.
    /// - Throws: An error where the file is damaged.
    init(
        _ inputs: Int, _ outputs: Int, kernel: (Int, Int), stride: Int = 1,
        padding: (vertical: Int, horizontal: Int) = (0, 0), groups: Int = 1,
        epsilon: Double = Self.tensorFlowEpsilon, names: Names, from weights: NetworkWeights
    ) throws {
        let raw = try weights.tensor(
            "\(names.convolution).weight", [outputs, inputs / groups, kernel.0, kernel.1])
        // In double precision, so that folding costs no more than one rounding of each weight.
        func statistic(_ name: String) throws -> Tensor {
            try weights.tensor("\(names.normalization).\(name)", [outputs]).converted(to: .float64)
        }
        let scale = try statistic("weight") * rsqrt(statistic("running_var") + epsilon)
        let shift = try statistic("running_mean") * scale
        weight = (raw.converted(to: .float64) * scale.reshaped(outputs, 1, 1, 1))
            .converted(to: .float32).channelsLast()
        bias = (try statistic("bias") - shift).converted(to: .float32)
        (self.stride, self.padding, self.groups) = (stride, padding, groups)
    }

    /// Evaluates both.
    ///
    /// - Parameter x: `[B, inputs, H, W]`.
    /// - Returns: `[B, outputs, H', W']`.
    func callAsFunction(_ x: Tensor) -> Tensor {
        convolution(
            x, weight: weight, bias: bias, stride: stride, padding: padding, groups: groups)
    }

    /// The same for the fused engine: square kernels, padded alike on all sides or as TensorFlow does.
    ///
    /// - Parameter padsLikeTensorFlow: Whether its caller pads.
    /// - Returns: Its numbers.
    func numbers(padsLikeTensorFlow: Bool) -> ConvolutionWeights {
        ConvolutionWeights(
            values: weight.array(), bias: bias.array(), inputs: weight.size(1) * groups,
            outputs: weight.size(0), kernel: weight.size(2), stride: stride,
            padding: padsLikeTensorFlow ? .tensorFlow : .even(padding.vertical),
            isDepthwise: groups > 1)
    }
}
