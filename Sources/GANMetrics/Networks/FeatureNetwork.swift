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

extension FeatureNetwork {
    /// The name with the beginning of the digest, as in `inception-v3 (6726825d)`.
    public var label: String { "\(name) (\(digest.prefix(8)))" }
}
