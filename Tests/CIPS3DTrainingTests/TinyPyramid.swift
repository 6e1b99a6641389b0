import GANMetrics
import Torch

/// Features of four scales without weights: means of patches, as many channels as are asked for.
struct TinyPyramid: FeaturePyramid {
    let name = "means of patches"
    let digest = "0"
    let featureCount = 3
    let largestSide: Int? = nil
    let pyramidChannels = [3, 3, 3, 3]

    func features(of images: Tensor) -> Tensor { images.mean(2, 3) }

    func pyramid(of images: Tensor, scales: Int) -> [Tensor] {
        (0..<scales).map { images.averagePooled(side: 4 << $0, stride: 4 << $0) }
    }
}
