import CIPS3DTraining
import Torch

/// Losses of images that nobody has looked at yet.
extension AdversarialLoss {
    static func discriminator(
        _ discriminator: some ImageDiscriminator, real: Tensor, fake: JudgedImages,
        r1Weight: Double?, views: Views? = nil, fade: Double
    ) -> Discriminator {
        self.discriminator(
            discriminator, real: real, fake: discriminator.look(at: fake), r1Weight: r1Weight,
            views: views, fade: fade)
    }

    static func generator(
        _ discriminator: some ImageDiscriminator, fake: JudgedImages, views: Views? = nil,
        fade: Double
    ) -> Generator {
        generator(discriminator, fake: discriminator.look(at: fake), views: views, fade: fade)
    }
}
