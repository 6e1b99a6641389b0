/// A named configuration to begin with.
public enum Preset: String, CaseIterable, Sendable {
    /// The published sizes and settings of the 256x256 stage for FFHQ.
    case ffhq256 = "ffhq-256"
    /// A light network for faces of 32x32 pixels: trains on a CPU.
    case faces32 = "faces-32"
    /// The same light network at 64x64 pixels, with a quarter of the pixels carrying gradient.
    case faces64 = "faces-64"
    /// Another style for a model of heads: shapes and views stay, what paints learns at 64x64.
    case transfer64 = "transfer-64"

    /// All settings of the preset.
    public var configuration: Configuration {
        switch self {
        case .ffhq256: .ffhq256
        case .faces32: .faces32
        case .faces64: .faces64
        case .transfer64: .transfer64
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

    /// Another style for a model of heads.
    ///
    /// Heads keep pose, shape and the directions of their appearance; nobody judges the auxiliary
    /// image, which is frozen with the NeRF, and views cannot become more tellable.
    public static let transfer64 = {
        var configuration = faces64
        configuration.training.frozen = [.nerf, .shapeMapping, .appearanceMapping, .auxiliary]
        configuration.training.viewWeight = 0
        configuration.discriminator.usesAuxiliary = false
        return configuration
    }()

    private static func faces(size: Int, gradientPixelCount: Int) -> Configuration {
        var configuration = Configuration()
        configuration.generator = .light
        configuration.camera = .newsPhotographs
        configuration.discriminator = .light(size: size)
        configuration.training = .light(size: size)
        configuration.training.gradientPixelCount = gradientPixelCount
        return configuration
    }
}

extension GeneratorConfiguration {
    /// About a thirtieth of the published multiplications for each pixel; a solid field before a
    /// sphere.
    fileprivate static var light: GeneratorConfiguration {
        var generator = GeneratorConfiguration()
        generator.shapeLatentWidth = 128
        generator.appearanceLatentWidth = 128
        generator.nerf.width = 64
        generator.nerf.density = .solid
        generator.inr.styleWidth = 128
        generator.inr.mappingLayers = 4
        generator.inr.width = 96
        generator.inr.blocks = 4
        generator.inr.firstResidualBlock = 2
        generator.inr.firstRGBBlock = 1
        generator.background.width = 64
        return generator
    }
}

extension CameraConfiguration {
    /// One pass of ten samples; views as wide as heads turn in news photographs (landmarks of Labeled
    /// Faces in the Wild).
    fileprivate static var newsPhotographs: CameraConfiguration {
        var camera = CameraConfiguration()
        camera.samplesPerRay = 10
        camera.finePass = false
        camera.yawDeviation = 12.6
        camera.pitchDeviation = 9.9
        return camera
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
