import Torch

/// Inception-v3 as FID uses it: the port of the 2015-12-05 TensorFlow graph.
///
/// It is not the Inception-v3 of today's libraries. Average pooling leaves out what lies beyond the
/// edges, the last block pools by maximum, images are stretched to 299 x 299 bilinearly without a
/// filter, and RGB goes from [0, 255] to [-1, 1].
///
/// Sources: Heusel et al. (arXiv:1706.08500) for the distance; Szegedy et al. (arXiv:1512.00567)
/// for the network; the package `pytorch-fid` 0.3.0 for the port and the names of the tensors.
public struct InceptionV3: FeatureNetwork {
    /// What the weights' file is called where people fetch it.
    public static let fileName = "pt_inception-2015-12-05-6726825d.pth"
    /// How the SHA-256 of that file begins, which its name says.
    public static let publishedDigest = "6726825d"

    /// Where features are taken.
    public enum Block: Int, CaseIterable, Sendable {
        /// Behind the first maximum pooling.
        case firstPooling = 64
        /// Behind the second maximum pooling.
        case secondPooling = 192
        /// Before the auxiliary classifier.
        case beforeClassifier = 768
        /// Behind the last pooling, as FID has it.
        case lastPooling = 2048
    }

    /// SHA-256 of the file that its weights came from.
    public let digest: String
    /// What people call it.
    public var name: String {
        block == .lastPooling ? "inception-v3" : "inception-v3/\(featureCount)"
    }
    /// Numbers of one image, F.
    public var featureCount: Int { block.rawValue }
    /// None: it takes every image as it is, as the community's code does.
    public var largestSide: Int? { nil }

    let block: Block
    private let stages: [[any InceptionLayer]]

    /// Reads the weights.
    ///
    /// - Parameters:
    ///   - weights: The state dict of the port.
    ///   - block: Where features are taken.
    /// - Throws: ``NetworkError`` with everything that does not fit; an error where the file is
    ///   damaged.
    public init(_ weights: NetworkWeights, block: Block = .lastPooling) throws {
        self.block = block
        digest = weights.digest
        let scope = InceptionScope(weights: weights, path: "")
        let last = Block.allCases.firstIndex(of: block) ?? 0
        stages = try [Self.first, Self.second, Self.third, Self.fourth].prefix(last + 1).map {
            try $0(scope)
        }
        try weights.finish(name)
    }

    /// Computes features.
    ///
    /// - Parameter images: RGB in [0, 255], `[B, 3, H, W]`.
    /// - Returns: `[B, featureCount]`.
    public func features(of images: Tensor) -> Tensor {
        // As the community's code does it: [0, 1] is resized, and only then scaled.
        var x = (images / 255).resizedBilinear(height: 299, width: 299)
        x = (2 * x - 1).channelsLast()
        for layer in stages.joined() { x = layer(x) }
        return x.mean(2, 3)
    }

    private static func first(_ scope: InceptionScope) throws -> [any InceptionLayer] {
        [
            try scope.convolution("Conv2d_1a_3x3", 3, 32, (3, 3), stride: 2),
            try scope.convolution("Conv2d_2a_3x3", 32, 32, (3, 3)),
            try scope.convolution("Conv2d_2b_3x3", 32, 64, (3, 3), padding: (1, 1)),
            Pooling.maximum(stride: 2, padding: 0),
        ]
    }

    private static func second(_ scope: InceptionScope) throws -> [any InceptionLayer] {
        [
            try scope.convolution("Conv2d_3b_1x1", 64, 80, (1, 1)),
            try scope.convolution("Conv2d_4a_3x3", 80, 192, (3, 3)),
            Pooling.maximum(stride: 2, padding: 0),
        ]
    }

    private static func third(_ scope: InceptionScope) throws -> [any InceptionLayer] {
        [
            try Branches.blockA(192, pool: 32, in: scope["Mixed_5b"]),
            try Branches.blockA(256, pool: 64, in: scope["Mixed_5c"]),
            try Branches.blockA(288, pool: 64, in: scope["Mixed_5d"]),
            try Branches.blockB(288, in: scope["Mixed_6a"]),
            try Branches.blockC(768, inner: 128, in: scope["Mixed_6b"]),
            try Branches.blockC(768, inner: 160, in: scope["Mixed_6c"]),
            try Branches.blockC(768, inner: 160, in: scope["Mixed_6d"]),
            try Branches.blockC(768, inner: 192, in: scope["Mixed_6e"]),
        ]
    }

    private static func fourth(_ scope: InceptionScope) throws -> [any InceptionLayer] {
        [
            try Branches.blockD(768, in: scope["Mixed_7a"]),
            try Branches.blockE(1280, pooling: .average, in: scope["Mixed_7b"]),
            try Branches.blockE(
                2048, pooling: .maximum(stride: 1, padding: 1), in: scope["Mixed_7c"]),
        ]
    }
}
