import CIPS3DModel

/// A named configuration to begin with.
public enum Preset: String, CaseIterable, Sendable {
    /// The published sizes and settings for FFHQ, in four stages from 32x32 to 256x256.
    case ffhq256 = "ffhq-256"
    /// A light network for faces of 32x32 pixels: trains on a CPU.
    case faces32 = "faces-32"
    /// The same light network, grown to 64x64 pixels.
    case faces64 = "faces-64"
    /// The same light network, grown to 64x64 and then to 128x128 pixels.
    case faces128 = "faces-128"
    /// Another style for a model of heads: shapes and views stay, what paints learns at 64x64.
    case transfer64 = "transfer-64"

    /// All settings of the preset.
    public var configuration: Configuration {
        switch self {
        case .ffhq256: .ffhq256
        case .faces32: .faces32
        case .faces64: .faces64
        case .faces128: .faces128
        case .transfer64: .transfer64
        }
    }
}

extension Configuration {
    /// The published sizes and settings for FFHQ.
    ///
    /// By itself it is the 256x256 stage; its stages are those of the paper's training, in images:
    /// steps of 32.
    public static let ffhq256 = {
        var run = Configuration()
        run.training.stages = [
            TrainingStage(kimg: 2_560, over: run) {
                $0.training.publishedRates(2e-4, 2e-3, size: 32)
            },
            TrainingStage(kimg: 6_400, over: run) {
                $0.training.publishedRates(2e-4, 2e-3, size: 64)
            },
            TrainingStage(kimg: 25_600, over: run) {
                $0.training.publishedRates(1e-4, 1e-3, size: 128)
            },
            TrainingStage(kimg: 25_600, over: run) {
                $0.training.frozen = [.nerf, .shapeMapping, .auxiliary]
                $0.training.densityNoise = 0
                $0.training.fadeInSteps = 10_000
                $0.training.augmentation = [.color, .translation, .cutout]
                $0.discriminator.usesAuxiliary = false
            },
        ]
        return run
    }()
    /// A light network for faces of 32x32 pixels.
    public static let faces32 = grown(to: 32)
    /// A light network for faces that grows to 64x64 pixels.
    public static let faces64 = grown(to: 64)
    /// A light network for faces that grows to 128x128 pixels.
    public static let faces128 = grown(to: 128)

    /// Another style for a model of heads.
    ///
    /// Heads keep pose, shape and the directions of their appearance; nobody judges the auxiliary
    /// image, which is frozen with the NeRF, and views cannot become more tellable.
    public static let transfer64 = {
        var configuration = faces(size: 64)
        configuration.training.frozen = [.nerf, .shapeMapping, .appearanceMapping, .auxiliary]
        configuration.training.viewWeight = 0
        configuration.discriminator.usesAuxiliary = false
        return configuration
    }()

    /// Pixels of a larger image that carry gradient: as many as one of 32x32 has.
    private static let gradientPixelCount = 32 * 32

    private static func faces(size: Int) -> Configuration {
        var configuration = Configuration()
        configuration.generator = .light
        configuration.camera = .newsPhotographs
        configuration.discriminator = .light(size: size)
        configuration.training = .light(size: size)
        configuration.training.gradientPixelCount = size > 32 ? gradientPixelCount : 0
        return configuration
    }

    /// Sizes from 32x32 on, each twice the one before it; at each a stage that learns, and one that settles.
    private static func grown(to size: Int) -> Configuration {
        var run = faces(size: size)
        run.discriminator.projected.side = max(64, size)
        run.training.stages = [32, 64, 128].filter { $0 <= size }.flatMap { stage in
            let kimg = stage == 32 ? 28.0 : 16
            let learning = { (configuration: inout Configuration) in
                configuration.training = faces(size: stage).training
                // Discriminators see a picture of 32x32 enlarged.
                configuration.discriminator.projected.side = max(64, stage)
                if stage > 32 { configuration.training.grow(by: 2) }
            }
            return [
                TrainingStage(kimg: kimg, over: run, learning),
                TrainingStage(kimg: 16, over: run) {
                    learning(&$0)
                    $0.training.settle(after: kimg)
                },
            ]
        }
        return run
    }
}

extension TrainingConfiguration {
    /// Steps in which a larger size sharpens, more than a stage has: discriminators win over sharp pictures.
    private static let sharpeningSteps = 3_000

    /// Begins a size as blurred as pictures of the size before are, and at a quarter of the rates, or
    /// what has been learned is forgotten before the discriminators have got used to sharper pictures.
    ///
    /// - Parameter factor: How many times as large its side is.
    mutating func grow(by factor: Double) {
        (blur, blurSteps) = (factor / 2, Self.sharpeningSteps)
        quarterRates()
    }

    /// Goes on at a quarter of the rates: around what full rates find both networks swing, and the distance
    /// falls by a third when they may come to rest (Docs/training.md).
    ///
    /// - Parameter kimg: Thousands of images that full rates had; the blur is where they left it.
    fileprivate mutating func settle(after kimg: Double) {
        let steps = min(Int(kimg * 1_000) / batchSize, blurSteps)
        blur *= Double(blurSteps - steps) / Double(blurSteps)
        blurSteps -= steps
        quarterRates()
    }

    private mutating func quarterRates() {
        generatorLearningRate /= 4
        discriminatorLearningRate /= 4
    }

    /// Rates and size of an earlier published stage: all pixels of up to 64x64 carry gradient.
    fileprivate mutating func publishedRates(
        _ generator: Double, _ discriminator: Double, size: Int
    ) {
        imageSize = size
        (generatorLearningRate, discriminatorLearningRate) = (generator, discriminator)
        // The head has been found at 32x32.
        if size > 32 { densityNoise = 0 }
        if size * size <= gradientPixelCount { gradientPixelCount = 0 }
    }
}

extension DiscriminatorConfiguration {
    /// Projected discriminators; and where the other kind is chosen, the published channels cut off at
    /// 96 and 48.
    ///
    /// - Parameter size: The largest image; a power of two up to 256.
    /// - Returns: Channels at resolutions 4 to `size`.
    fileprivate static func light(size: Int) -> DiscriminatorConfiguration {
        var discriminator = DiscriminatorConfiguration()
        discriminator.kind = .projected
        let resolutions = size.trailingZeroBitCount - 1  // 4, 8 ... size
        let (main, auxiliary) = (discriminator.mainChannels, discriminator.auxiliaryChannels)
        discriminator.mainChannels = main.prefix(resolutions).map { min($0, 96) }
        discriminator.auxiliaryChannels = auxiliary.prefix(resolutions).map { min($0, 48) }
        discriminator.deviationGroup = 4
        discriminator.projected.momentWeight = 1
        return discriminator
    }
}

extension TrainingConfiguration {
    /// A short schedule: what a CPU sees in an hour is a hundredth of the published run.
    fileprivate static func light(size: Int) -> TrainingConfiguration {
        var training = TrainingConfiguration()
        training.imageSize = size
        training.batchSize = 16
        training.generatorLearningRate = 2e-4
        training.discriminatorLearningRate = 4e-4
        training.augmentation = [.color, .translation]
        (training.blur, training.blurSteps) = (1.5, 250)
        // Without it heads turn half as far as the camera (Docs/training.md).
        training.viewWeight = 6
        // A quarter faster; no worse at 8,000 images, perhaps a little later on (Docs/training.md).
        training.sharesFakes = true
        // For StyleGAN2's kind: the heuristic of StyleGAN2-ADA (arXiv:2006.06676).
        training.r1Weight = 0.0002 * Double(size * size) / Double(training.batchSize)
        training.r1Interval = 8
        // A solid field begins with density, and needs no noise to find some.
        training.densityNoise = 0
        training.densityNoiseSteps = 0
        // An average over a tenth of the steps so far; a shorter one shows the newest swing of the
        // generator, furrows and crooked eyes (Docs/training.md).
        (training.emaDecay, training.emaRampUp) = (0.999, 10)
        training.gradientClipNorm = 10
        // Half a minute in eight of a small run on two cores.
        training.measureInterval = 8
        return training
    }
}
