import GANMetrics
import Torch

/// A network of which the features are known: the mean colours of an image, and their squares.
struct PlainNetwork: FeatureNetwork {
    let name = "plain"
    var digest = String(repeating: "a", count: 64)
    let featureCount = 6
    var largestSide: Int?
    /// What a feature is multiplied by.
    var factor = 1.0

    func features(of images: Tensor) -> Tensor {
        let means = images.mean(2, 3) * factor
        return Tensor.concatenated([means, images.squared.mean(2, 3)], axis: 1)
    }
}
