import CIPS3DTraining
import GANMetrics
import Torch

/// Mean colours: a distance that is small where images are as bright as the photographs.
struct Colours: FeatureNetwork {
    let name = "colours"
    let digest = "c0"
    let featureCount = 3
    let largestSide: Int? = nil

    func features(of images: Tensor) -> Tensor { images.mean(2, 3) / 255 }
}
