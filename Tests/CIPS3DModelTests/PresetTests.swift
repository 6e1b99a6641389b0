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
        #expect(Preset.allCases.map(\.rawValue) == ["ffhq-256", "faces-32", "faces-64"])
        #expect(Preset(rawValue: "faces-32")?.configuration == .faces32)
        #expect(Preset(rawValue: "faces-64")?.configuration == .faces64)
        #expect(Preset(rawValue: "ffhq-256")?.configuration == Configuration())
    }

    @Test("the light presets have the sizes of the reference's light network")
    func lightSizes() {
        for configuration in [Configuration.faces32, .faces64] {
            let generator = configuration.generator
            #expect(generator.shapeLatentWidth == 128)
            #expect(generator.appearanceLatentWidth == 128)
            #expect(generator.nerf.styleWidth == 128)
            #expect(generator.nerf.width == 64)
            #expect(generator.nerf.features == 32)
            #expect(generator.inr.styleWidth == 128)
            #expect(generator.inr.width == 128)
            #expect(generator.inr.mappingLayers == 4)
            #expect(generator.inr.blocks == 5)
            #expect(generator.inr.firstResidualBlock == 2)
            #expect(generator.inr.firstRGBBlock == 1)
            #expect(configuration.camera.samplesPerRay == 12)
            #expect(!configuration.camera.finePass)
            #expect(configuration.discriminator.deviationGroup == 4)
            #expect(configuration.training.batchSize == 16)
        }
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
