import Torch

/// A bottleneck turned inside out: 1x1 to more channels, a convolution of each by itself, 1x1 back;
/// its input is added where shapes agree.
///
/// Source: Sandler et al. (arXiv:1801.04381).
struct InvertedResidual {
    private let expand: FoldedConvolution?
    private let depthwise: FoldedConvolution
    private let project: FoldedConvolution
    private let kernel: Int
    private let stride: Int
    private let addsInput: Bool

    init(
        _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int, expansion: Int, path: String,
        from weights: NetworkWeights
    ) throws {
        let inner = inputs * expansion
        expand =
            expansion == 1
            ? nil
            : try FoldedConvolution(
                inputs, inner, kernel: (1, 1), names: ("\(path)._expand_conv", "\(path)._bn0"),
                from: weights)
        depthwise = try FoldedConvolution(
            inner, inner, kernel: (kernel, kernel), stride: stride,
            padding: stride == 1 ? (kernel / 2, kernel / 2) : (0, 0), groups: inner,
            names: ("\(path)._depthwise_conv", "\(path)._bn1"), from: weights)
        project = try FoldedConvolution(
            inner, outputs, kernel: (1, 1), names: ("\(path)._project_conv", "\(path)._bn2"),
            from: weights)
        (self.kernel, self.stride) = (kernel, stride)
        addsInput = stride == 1 && inputs == outputs
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        var y = expand.map { relu6($0(x)) } ?? x
        if stride > 1 { y = y.paddedLikeTensorFlow(kernel: kernel, stride: stride) }
        y = project(relu6(depthwise(y)))
        return addsInput ? x + y : y
    }
}

extension Tensor {
    /// Zeros around images so that a convolution gives ⌈H / stride⌉ rows: an odd one comes behind.
    func paddedLikeTensorFlow(kernel: Int, stride: Int) -> Tensor {
        let total = { (length: Int) in
            max(((length + stride - 1) / stride - 1) * stride + kernel - length, 0)
        }
        let (rows, columns) = (total(size(2)), total(size(3)))
        return padded(
            left: columns / 2, right: columns - columns / 2, top: rows / 2,
            bottom: rows - rows / 2)
    }
}
