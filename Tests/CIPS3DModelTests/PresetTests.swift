import CIPS3DModel
import RunSettings
import Testing

@Suite("Presets")
struct PresetTests {
    @Test("every preset is valid", arguments: Preset.allCases)
    func valid(_ preset: Preset) throws {
        try preset.configuration.validate()
        try ModelConfiguration(preset.configuration).validate()
    }

    @Test("presets go by their names on the command line")
    func names() {
        #expect(
            Preset.allCases.map(\.rawValue)
                == ["ffhq-256", "faces-32", "faces-64", "faces-128", "transfer-64"])
        #expect(Preset(rawValue: "faces-32")?.configuration == .faces32)
        #expect(Preset(rawValue: "faces-64")?.configuration == .faces64)
        var published = Configuration.ffhq256
        published.training.stages = []
        #expect(published == Configuration())
    }

    @Test("the light presets are a thirtieth of the published network")
    func lightSizes() {
        for configuration in [Configuration.faces32, .faces64] {
            let generator = configuration.generator
            #expect(generator.shapeLatentWidth == 128)
            #expect(generator.appearanceLatentWidth == 128)
            #expect(generator.nerf.styleWidth == 128)
            #expect(generator.nerf.width == 64)
            #expect(generator.nerf.features == 32)
            #expect(generator.inr.styleWidth == 128)
            #expect(generator.inr.width == 96)
            #expect(generator.inr.mappingLayers == 4)
            #expect(generator.inr.blocks == 4)
            #expect(generator.inr.firstResidualBlock == 2)
            #expect(generator.inr.firstRGBBlock == 1)
            #expect(configuration.camera.samplesPerRay == 10)
            #expect(!configuration.camera.finePass)
            let published = GeneratorConfiguration().operationsPerPixel(
                camera: CameraConfiguration())
            let part =
                Double(published)
                / Double(generator.operationsPerPixel(camera: configuration.camera))
            // What the documentation calls about a thirtieth.
            #expect(part > 30 && part < 40)
            #expect(configuration.discriminator.deviationGroup == 4)
            #expect(configuration.training.batchSize == 16)
        }
    }

    @Test("the light presets are solid heads before a sphere, judged through a network")
    func lightTraining() {
        for configuration in [Configuration.faces32, .faces64] {
            #expect(configuration.generator.nerf.density == .solid)
            #expect(configuration.generator.background.width == 64)
            // A sphere takes what no sample takes, and nothing else may.
            #expect(configuration.camera.background == CameraConfiguration.Background.none)
            #expect(configuration.camera.yawDeviation == 12.6)
            #expect(configuration.camera.pitchDeviation == 9.9)
            #expect(configuration.discriminator.kind == .projected)
            #expect(configuration.discriminator.usesAuxiliary)
            #expect(configuration.discriminator.projected.momentWeight == 1)
            #expect(ModelConfiguration(configuration).judgingNetwork == .efficientNetLite0)
            #expect(configuration.training.augmentation == [.color, .translation])
            #expect(configuration.training.blur == 1.5 && configuration.training.blurSteps == 250)
            // A rounding or two.
            let size = Double(configuration.training.imageSize)
            #expect(abs(configuration.training.r1Weight / (0.0002 * size * size / 16) - 1) < 1e-12)
            #expect(configuration.training.densityNoise == 0)
            #expect(configuration.training.viewWeight == 6)
            #expect(configuration.training.fadeInSteps == 0)
        }
    }

    @Test("the published preset is judged by networks that learn from nothing")
    func published() {
        let configuration = Configuration.ffhq256
        #expect(configuration.discriminator.kind == .styleGAN2)
        #expect(ModelConfiguration(configuration).judgingNetwork == JudgingNetwork.none)
        #expect(configuration.training.augmentation.isEmpty)
        #expect(configuration.training.viewWeight == 0 && configuration.training.blur == 0)
        #expect(configuration.discriminator.projected.momentWeight == 0)
        #expect(configuration.generator.nerf.density.activation == .relu)
        #expect(!configuration.generator.background.isPresent)
    }

    @Test("a transfer learns what paints, and nothing else about it differs")
    func transfer() {
        var configuration = Configuration.transfer64
        #expect(
            Set(GeneratorPart.all(of: configuration.generator))
                .subtracting(configuration.training.frozen)
                == [.inrBlock(0), .inrBlock(1), .inrBlock(2), .inrBlock(3)])
        // Frozen with the NeRF; nobody needs to judge it, and no view becomes more tellable.
        #expect(!configuration.discriminator.usesAuxiliary)
        #expect(configuration.training.viewWeight == 0)
        configuration.training.frozen = []
        configuration.discriminator.usesAuxiliary = true
        configuration.training.viewWeight = Configuration.faces64.training.viewWeight
        configuration.training.stages = Configuration.faces64.training.stages
        #expect(configuration == .faces64)
    }

    @Test("the published stages: sizes, images, rates, and what is frozen in the last")
    func publishedStages() throws {
        let stages = StagePlan(.ffhq256).stages
        let trainings = stages.map(\.configuration.training)
        #expect(trainings.map(\.imageSize) == [32, 64, 128, 256])
        // 80, 200, 800 and 800 thousand steps of 32 images.
        #expect(stages.map(\.images.count) == [2_560_000, 6_400_000, 25_600_000, 25_600_000])
        #expect(trainings.map(\.generatorLearningRate) == [2e-4, 2e-4, 1e-4, 1e-4])
        #expect(trainings.map(\.discriminatorLearningRate) == [2e-3, 2e-3, 1e-3, 5e-4])
        #expect(trainings.map(\.gradientPixelCount) == [0, 0, 96 * 96, 96 * 96])
        #expect(trainings.map(\.densityNoise) == [1, 0, 0, 0])
        #expect(trainings.map(\.fadeInSteps) == [0, 0, 0, 10_000])
        #expect(trainings.dropLast().allSatisfy { $0.frozen.isEmpty && $0.augmentation.isEmpty })
        let last = try #require(stages.last).configuration
        #expect(last.training.frozen == [.nerf, .shapeMapping, .auxiliary])
        #expect(last.training.augmentation == [.color, .translation, .cutout])
        #expect(
            stages.map(\.configuration.discriminator.usesAuxiliary) == [true, true, true, false])
    }

    @Test("the light presets grow from 32x32, each size as blurred as the one before it")
    func lightStages() {
        let presets = [
            (Configuration.faces32, [32]), (.faces64, [32, 64]), (.faces128, [32, 64, 128]),
        ]
        for (preset, sizes) in presets {
            let stages = StagePlan(preset).stages.map(\.configuration)
            #expect(stages.map(\.training.imageSize) == sizes.flatMap { [$0, $0] })
            // What is judged has the pixels that were generated.
            #expect(
                stages.map(\.discriminator.projected.side)
                    == sizes.flatMap { [max(64, $0), max(64, $0)] })
            for stage in stages {
                let (size, training) = (Double(stage.training.imageSize), stage.training)
                #expect(abs(training.r1Weight / (0.0002 * size * size / 16) - 1) < 1e-12)
                #expect(training.gradientPixelCount == (size > 32 ? 1_024 : 0))
            }
        }
    }

    @Test(
        "at each size one stage learns, from a blur on, and one settles at a quarter of the rates")
    func settling() {
        let stages = StagePlan(.faces128).stages.map(\.configuration.training)
        #expect(stages.map(\.blur) == [1.5, 0, 1, 2.0 / 3, 1, 2.0 / 3])
        #expect(stages.map(\.blurSteps) == [250, 0, 3_000, 2_000, 3_000, 2_000])
        let rates = [1, 4, 4, 16, 4, 16].map { 2e-4 / $0 }
        #expect(stages.map(\.generatorLearningRate) == rates)
        #expect(stages.map(\.discriminatorLearningRate) == rates.map { 2 * $0 })
    }

    @Test("the light presets differ in size, channels and gradient pixels")
    func lightDifferences() {
        let (small, large) = (Configuration.faces32, Configuration.faces64)
        #expect(small.training.imageSize == 32)
        #expect(small.training.gradientPixelCount == 0)
        #expect(small.discriminator.mainChannels == [96, 96, 96, 96])
        #expect(small.discriminator.auxiliaryChannels == [48, 48, 48, 48])
        #expect(small.discriminator.maximumSize == 32)
        #expect(large.training.imageSize == 64)
        #expect(large.training.gradientPixelCount == 1_024)
        #expect(large.discriminator.mainChannels == [96, 96, 96, 96, 96])
        #expect(large.discriminator.auxiliaryChannels == [48, 48, 48, 48, 48])
        #expect(large.discriminator.maximumSize == 64)
    }
}
