import CIPS3DModel
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
            Preset.allCases.map(\.rawValue) == ["ffhq-256", "faces-32", "faces-64", "transfer-64"])
        #expect(Preset(rawValue: "faces-32")?.configuration == .faces32)
        #expect(Preset(rawValue: "faces-64")?.configuration == .faces64)
        #expect(Preset(rawValue: "ffhq-256")?.configuration == Configuration())
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
        #expect(configuration == .faces64)
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
