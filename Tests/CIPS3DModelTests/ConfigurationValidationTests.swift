import CIPS3DModel
import Foundation
import RunSettings
import Testing

@Suite("Validating a configuration")
struct ConfigurationValidationTests {
    @Test(
        "a value that is not allowed is reported under its key",
        arguments: [
            "generator.shapeLatentWidth=0", "generator.appearanceLatentWidth=65537",
            "generator.nerf.width=1", "generator.nerf.mappingLayers=0", "generator.nerf.layers=0",
            "generator.nerf.boxSide=0", "generator.nerf.fourierOctaves=-1",
            "generator.inr.mappingLayers=0", "generator.inr.blocks=33",
            "generator.inr.firstRGBBlock=4", "generator.inr.firstResidualBlock=-1",
            "camera.fieldOfView=0", "camera.fieldOfView=180", "camera.near=0", "camera.near=1.12",
            "camera.samplesPerRay=1", "camera.samplesPerRay=1025", "camera.yawDeviation=-1",
            "discriminator.mainChannels=[96]", "discriminator.mainChannels=[96,96,96,0]",
            "discriminator.deviationGroup=-1", "training.imageSize=24",
            "training.imageSize=4", "training.imageSize=0", "training.imageSize=-32",
            "training.imageSize=9223372036854775807", "training.batchSize=0",
            "training.batchSize=18", "training.generatorLearningRate=-1e-9",
            "training.discriminatorLearningRate=1.5", "training.beta1=1", "training.beta2=-0.1",
            "training.epsilon=0", "training.r1Weight=-1", "training.r1Interval=0",
            "training.gradientClipNorm=0", "training.emaDecay=1.01", "training.emaRampUp=-1",
            "training.densityNoise=-1", "training.densityNoiseSteps=-1",
            "training.gradientPixelCount=1025", "training.gradientPixelCount=-1",
            "training.fadeInSteps=-1", "training.snapshotMinutes=0", "training.gridInterval=0",
            "training.cacheMegabytes=-1",
        ])
    func refused(_ text: String) throws {
        let key = try #require(text.split(separator: "=").first)
        let found = problems {
            _ = try Configuration.resolved(preset: .faces32, overrides: [text])
        }
        #expect(
            found.contains { $0.hasPrefix("`\(key)` on the command line is ") }, "\(found)")
    }

    @Test(
        "values at the ends of what is allowed pass",
        arguments: [
            "generator.nerf.width=2", "generator.inr.firstRGBBlock=3", "camera.samplesPerRay=2",
            "training.imageSize=8", "training.imageSize=8192", "training.batchSize=4",
            "training.batchSize=2",
            "training.beta1=0", "training.emaDecay=1",
            "training.emaDecay=0", "training.gradientPixelCount=1024", "camera.fieldOfView=179.9",
            "discriminator.mainChannels=[1,1,1,1]", "training.generatorLearningRate=0",
        ])
    func allowed(_ text: String) throws {
        _ = try Configuration.resolved(preset: .faces32, overrides: [text])
    }

    @Test("the fine pass needs a third sample")
    func finePass() throws {
        var configuration = Configuration.faces32
        configuration.camera.finePass = true
        configuration.camera.samplesPerRay = 3
        try configuration.validate()
        configuration.camera.samplesPerRay = 2
        #expect(
            problems { try configuration.validate() } == [
                "`camera.samplesPerRay` is 2; "
                    + "it has to be at least 3 while `camera.finePass` is true."
            ])
    }

    @Test("an auxiliary discriminator that is off does not limit the size")
    func auxiliaryOff() throws {
        var configuration = Configuration.faces64
        configuration.discriminator.kind = .styleGAN2
        configuration.discriminator.auxiliaryChannels = [48, 48]
        #expect(problems { try configuration.validate() }.count == 1)
        configuration.discriminator.usesAuxiliary = false
        try configuration.validate()
    }

    @Test("numbers that are not finite are refused everywhere")
    func notFinite() {
        var configuration = Configuration.faces32
        configuration.camera.near = .nan
        configuration.camera.far = .infinity
        configuration.generator.nerf.boxSide = -.infinity
        configuration.training.r1Weight = .nan
        let keys = problems { try configuration.validate() }
            .compactMap { $0.split(separator: "`").first.map(String.init) }
        #expect(
            keys == [
                "generator.nerf.boxSide", "camera.near", "camera.far", "training.r1Weight",
            ])
    }

    @Test("all problems are listed at once, each under its key")
    func all() {
        var configuration = Configuration.faces32
        configuration.discriminator.kind = .styleGAN2
        configuration.training.imageSize = 48
        configuration.training.batchSize = 6
        configuration.generator.inr.firstRGBBlock = 9
        #expect(
            problems { try configuration.validate() } == [
                "`generator.inr.firstRGBBlock` is 9; "
                    + "it has to be below `generator.inr.blocks`, 4, or no block paints.",
                "`training.imageSize` is 48; it has to be a power of two.",
                "`training.imageSize` is 48; it has to be at most 32, "
                    + "which is what the channel lists of the discriminators reach.",
                "`training.batchSize` is 6; "
                    + "it has to be a multiple of `discriminator.deviationGroup`, 4.",
            ])
    }

    @Test("a model's configuration is held to the same rules")
    func model() {
        var configuration = ModelConfiguration(.faces32)
        configuration.imageSize = 0
        configuration.camera.near = 2
        configuration.generator.inr.blocks = 1
        #expect(
            problems { try configuration.validate() } == [
                "`generator.inr.firstRGBBlock` is 1; "
                    + "it has to be below `generator.inr.blocks`, 1, or no block paints.",
                "`camera.near` is 2.0; it has to be below `camera.far`, 1.12.",
                "`imageSize` is 0; it has to be at least 1 and at most 8192.",
            ])
    }

    @Test("absurd values set in code are refused without a trap")
    func absurd() {
        var configuration = Configuration.faces32
        configuration.discriminator.mainChannels = []
        configuration.discriminator.auxiliaryChannels = Array(repeating: 1, count: 100)
        configuration.discriminator.deviationGroup = .max
        configuration.training.batchSize = .max
        configuration.training.imageSize = .min
        configuration.training.gradientPixelCount = .max
        configuration.generator.inr.blocks = .min
        #expect(problems { try configuration.validate() }.count == 7)
    }
}
