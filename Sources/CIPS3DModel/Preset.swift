/// A named configuration to begin with.
public enum Preset: String, CaseIterable, Sendable {
    /// The published sizes and settings of the 256x256 stage for FFHQ.
    case ffhq256 = "ffhq-256"
    /// A light network for faces of 32x32 pixels: trains on a CPU.
    case faces32 = "faces-32"
    /// The same light network at 64x64 pixels, with a quarter of the pixels carrying gradient.
    case faces64 = "faces-64"

    /// All settings of the preset.
    public var configuration: Configuration {
        switch self {
        case .ffhq256: .ffhq256
        case .faces32: .faces32
        case .faces64: .faces64
        }
    }
}

extension Configuration {
    /// The published sizes and settings of the 256x256 stage for FFHQ.
    public static let ffhq256 = Configuration()
    /// A light network for faces of 32x32 pixels.
    public static let faces32 = faces(size: 32, gradientPixelCount: 0)
    /// A light network for faces of 64x64 pixels.
    public static let faces64 = faces(size: 64, gradientPixelCount: 32 * 32)

    private static func faces(size: Int, gradientPixelCount: Int) -> Configuration {
        var configuration = Configuration()
        configuration.generator = .light
        configuration.camera.finePass = false
        configuration.discriminator = .light(size: size)
        configuration.training = .light
        configuration.training.imageSize = size
        configuration.training.gradientPixelCount = gradientPixelCount
        return configuration
    }
}

extension GeneratorConfiguration {
    /// About a twentieth of the published multiplications for each pixel.
    fileprivate static var light: GeneratorConfiguration {
        var generator = GeneratorConfiguration()
        generator.shapeLatentWidth = 128
        generator.appearanceLatentWidth = 128
        generator.nerf.width = 64
        generator.inr.styleWidth = 128
        generator.inr.mappingLayers = 4
        generator.inr.width = 128
        generator.inr.blocks = 5
        generator.inr.firstResidualBlock = 2
        generator.inr.firstRGBBlock = 1
        return generator
    }
}

extension DiscriminatorConfiguration {
    /// The published channels cut off at 96 and 48.
    ///
    /// - Parameter size: The largest image; a power of two up to 256.
    /// - Returns: Channels at resolutions 4 to `size`.
    fileprivate static func light(size: Int) -> DiscriminatorConfiguration {
        var discriminator = DiscriminatorConfiguration()
        let resolutions = size.trailingZeroBitCount - 1  // 4, 8 ... size
        let (main, auxiliary) = (discriminator.mainChannels, discriminator.auxiliaryChannels)
        discriminator.mainChannels = main.prefix(resolutions).map { min($0, 96) }
        discriminator.auxiliaryChannels = auxiliary.prefix(resolutions).map { min($0, 48) }
        discriminator.deviationGroup = 4
        return discriminator
    }
}

extension TrainingConfiguration {
    /// A short schedule: what a CPU sees in an hour is a hundredth of the published run.
    fileprivate static var light: TrainingConfiguration {
        var training = TrainingConfiguration()
        training.batchSize = 16
        training.generatorLearningRate = 2e-4
        training.discriminatorLearningRate = 1e-3
        training.r1Weight = 5
        training.r1Interval = 8
        training.densityNoise = 1
        training.densityNoiseSteps = 2_000
        training.emaDecay = 0.999
        training.emaRampUp = 50
        training.gradientClipNorm = 10
        // Half a minute in eight of a small run on two cores.
        training.measureInterval = 8
        return training
    }
}
