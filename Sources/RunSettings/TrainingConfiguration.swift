import CIPS3DModel

/// Everything about a training run that is not a size of a network.
public struct TrainingConfiguration: Codable, Sendable, Equatable {
    /// Side of the square training images, in pixels.
    public var imageSize = 256
    /// Images in one step, real and generated alike.
    public var batchSize = 32
    /// Adam's step size for the generator.
    public var generatorLearningRate = 1e-4
    /// Adam's step size for the discriminators.
    public var discriminatorLearningRate = 5e-4
    /// Adam's decay of the mean gradient.
    public var beta1 = 0.0
    /// Adam's decay of the mean squared gradient.
    public var beta2 = 0.999
    /// Adam's guard against division by zero.
    public var epsilon = 1e-8
    /// Weight of the penalty on real images, 0.5 · weight · |gradient|²; StyleGAN2's kind alone.
    public var r1Weight = 10.0
    /// Steps from one penalty to the next; its weight is multiplied by this.
    public var r1Interval = 16
    /// Largest norm of a gradient; longer ones are scaled down.
    public var gradientClipNorm = 10.0
    /// Decay of the generator's moving average, per step.
    public var emaDecay = 0.999
    /// Steps t over which the decay grows as t / (t + ramp); 0 uses the full decay at once.
    public var emaRampUp = 50
    /// Standard deviation of the density noise at the first step, falling linearly to 0.
    public var densityNoise = 1.0
    /// Steps after which the density noise is 0.
    public var densityNoiseSteps = 5_000
    /// Pixels of an image that carry gradient to the generator; 0 lets all of them.
    public var gradientPixelCount = 96 * 96
    /// Whether the generator learns from the images that the discriminators have just judged; otherwise
    /// each of both steps makes its own.
    public var sharesFakes = false
    /// Steps over which a new resolution fades in; 0 starts with it whole.
    public var fadeInSteps = 0
    /// What photographs and generated images go through before they are judged.
    public var augmentation: [Augmentation] = []
    /// Adaptive augmentation (StyleGAN2-ADA, arXiv:2006.06676): how much the discriminators of the
    /// colours may prefer photographs, the mean sign of their logits, before images are changed more
    /// often; 0 changes every image.
    public var augmentationTarget = 0.0
    /// Thousands of images in which adaptive augmentation goes from none to every image, or back.
    public var augmentationKimg = 500.0
    /// Standard deviation of a blur of all that is judged, in pixels of the training images; falls
    /// linearly to 0.
    public var blur = 0.0
    /// Steps after which nothing is blurred any more.
    public var blurSteps = 0
    /// Weight of the view penalty: discriminators also tell from which side an image is seen, and the
    /// generator has to make it tellable; 0 turns it off.
    public var viewWeight = 0.0
    /// Parts of the generator that stay as they are, to the bit: no gradient, no moments.
    public var frozen: [GeneratorPart] = []
    /// Blocks of StyleGAN2's discriminators that stay, counted from the image (freeze-D,
    /// arXiv:2002.10964).
    public var frozenDiscriminatorBlocks = 0
    /// Whether each photograph also appears mirrored.
    public var mirrorsImages = true
    /// Longest time between two snapshots, in minutes.
    public var snapshotMinutes = 5.0
    /// Thousands of images from one `fakes-<kimg>.png` to the next.
    public var gridInterval = 4.0
    /// Thousands of images from one measurement of the averaged generator to the next; 0 is never.
    public var measureInterval = 200.0
    /// Generated images, and photographs, whose distance is measured then.
    public var measureImages = 2_000
    /// Budget for decoded images kept in memory, in MiB.
    public var cacheMegabytes = 2_048
    /// Bound on the memory in which images are decoded, in MiB.
    public var decodingMegabytes = 512

    /// What the run goes through, in order; empty is one stage without an end.
    public var stages: [TrainingStage] = []

    /// The settings of the published 256x256 stage.
    public init() {}
}
