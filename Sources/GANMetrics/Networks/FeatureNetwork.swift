import FusedConvolutions
import Torch

/// A network that turns images into features, over which sets of images are compared.
///
/// Distances over different networks, or over the same one with other weights, have nothing to do
/// with one another: `name` and `digest` belong beside every number.
public protocol FeatureNetwork {
    /// What people call it.
    var name: String { get }
    /// SHA-256 of the file that its weights came from, in hexadecimal digits.
    var digest: String { get }
    /// Numbers of one image, F.
    var featureCount: Int { get }
    /// The side to which larger images are reduced with a filter before the network sees them;
    /// nil where the network takes every image as it is.
    var largestSide: Int? { get }

    /// Computes features.
    ///
    /// - Parameter images: RGB in [0, 255], `[B, 3, H, W]`.
    /// - Returns: `[B, featureCount]`.
    func features(of images: Tensor) -> Tensor
}

/// A network whose features at several scales discriminators can look at.
public protocol FeaturePyramid: FeatureNetwork {
    /// Channels of the features at strides 4, 8, 16 and 32.
    var pyramidChannels: [Int] { get }

    /// Computes features at several scales; gradient flows to the images.
    ///
    /// - Parameters:
    ///   - images: RGB in [-1, 1], `[B, 3, S, S]`, at the size at which the network shall see them.
    ///   - scales: How many, from stride 4 on.
    /// - Returns: `[B, pyramidChannels[i], S / (4 · 2^i), ...]`.
    func pyramid(of images: Tensor, scales: Int) -> [Tensor]
}

/// A pyramid whose layers the fused engine knows.
package protocol FusedFeaturePyramid: FeaturePyramid {
    /// Its layers up to the last of its features that somebody looks at.
    ///
    /// - Parameter scales: How many, from stride 4 on.
    /// - Returns: Their numbers.
    func weights(scales: Int) -> PyramidWeights
}

extension FeatureNetwork {
    /// The name with the beginning of the digest, as in `inception-v3 (6726825d)`.
    public var label: String { "\(name) (\(digest.prefix(8)))" }
}
