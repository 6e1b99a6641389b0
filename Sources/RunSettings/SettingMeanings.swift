// swift-format-ignore-file
// Made by Scripts/setting-meanings of the comments above the properties; change those.

import CIPS3DModel

extension DiscriminatorConfiguration {
    package static let meanings: [String: String] = [
        "kind":
            "What judges images.",
        "mainChannels":
            "Channels of the main StyleGAN2 discriminator at resolutions 4, 8, 16 and so on.",
        "usesAuxiliary":
            "Whether the image read straight off the NeRF is judged too.",
        "auxiliaryChannels":
            "Channels of the auxiliary StyleGAN2 discriminator at resolutions 4, 8, 16 and so on.",
        "deviationGroup":
            "Images that share a minibatch standard deviation; 0 turns it off.",
        "projected":
            "Sizes of the projected discriminators.",
    ]
}

extension ProjectedConfiguration {
    package static let meanings: [String: String] = [
        "side":
            "Pixels on a side at which the feature network sees images.",
        "scales":
            "Scales of features that are judged, from stride 4 on: 4, 8, 16, 32.",
        "width":
            "Channels of the heads that judge colours; those of the auxiliary image have half of them.",
        "auxiliaryWeight":
            "How much the heads of the auxiliary image count beside those of the colours.",
        "momentWeight":
            "Weight of the generator's penalty on features whose means and deviations over a batch are not those of photographs; 0 turns it off.",
    ]
}

extension TrainingConfiguration {
    package static let meanings: [String: String] = [
        "imageSize":
            "Side of the square training images, in pixels.",
        "batchSize":
            "Images in one step, real and generated alike.",
        "generatorLearningRate":
            "Adam's step size for the generator.",
        "discriminatorLearningRate":
            "Adam's step size for the discriminators.",
        "beta1":
            "Adam's decay of the mean gradient.",
        "beta2":
            "Adam's decay of the mean squared gradient.",
        "epsilon":
            "Adam's guard against division by zero.",
        "r1Weight":
            "Weight of the penalty on real images, 0.5 · weight · |gradient|²; StyleGAN2's kind alone.",
        "r1Interval":
            "Steps from one penalty to the next; its weight is multiplied by this.",
        "gradientClipNorm":
            "Largest norm of a gradient; longer ones are scaled down.",
        "emaDecay":
            "Decay of the generator's moving average, per step.",
        "emaRampUp":
            "Steps t over which the decay grows as t / (t + ramp); 0 uses the full decay at once.",
        "densityNoise":
            "Standard deviation of the density noise at the first step, falling linearly to 0.",
        "densityNoiseSteps":
            "Steps after which the density noise is 0.",
        "gradientPixelCount":
            "Pixels of an image that carry gradient to the generator; 0 lets all of them.",
        "sharesFakes":
            "Whether the generator learns from the images that the discriminators have just judged; otherwise each of both steps makes its own.",
        "fadeInSteps":
            "Steps over which a new resolution fades in; 0 starts with it whole.",
        "augmentation":
            "What photographs and generated images go through before they are judged.",
        "augmentationTarget":
            "Adaptive augmentation (StyleGAN2-ADA, arXiv:2006.06676): how much the discriminators of the colours may prefer photographs, the mean sign of their logits, before images are changed more often; 0 changes every image.",
        "augmentationKimg":
            "Thousands of images in which adaptive augmentation goes from none to every image, or back.",
        "blur":
            "Standard deviation of a blur of all that is judged, in pixels of the training images; falls linearly to 0.",
        "blurSteps":
            "Steps after which nothing is blurred any more.",
        "viewWeight":
            "Weight of the view penalty: discriminators also tell from which side an image is seen, and the generator has to make it tellable; 0 turns it off.",
        "frozen":
            "Parts of the generator that stay as they are, to the bit: no gradient, no moments.",
        "frozenDiscriminatorBlocks":
            "Blocks of StyleGAN2's discriminators that stay, counted from the image (freeze-D, arXiv:2002.10964).",
        "mirrorsImages":
            "Whether each photograph also appears mirrored.",
        "snapshotMinutes":
            "Longest time between two snapshots, in minutes.",
        "gridInterval":
            "Thousands of images from one `fakes-<kimg>.png` to the next.",
        "measureInterval":
            "Thousands of images from one measurement of the averaged generator to the next; 0 is never.",
        "measureImages":
            "Generated images, and photographs, whose distance is measured then.",
        "cacheMegabytes":
            "Budget for decoded images kept in memory, in MiB.",
        "decodingMegabytes":
            "Bound on the memory in which images are decoded, in MiB.",
        "stages":
            "What the run goes through, in order; empty is one stage without an end.",
    ]
}

extension Configuration {
    package static let meanings: [String: String] = [
        "generator":
            "Sizes of the generator.",
        "camera":
            "Camera and sampling.",
        "discriminator":
            "Sizes of the discriminators.",
        "training":
            "Schedule and optimisers.",
    ]
}
