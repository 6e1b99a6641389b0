import CIPS3DModel
import FileTesting
import Foundation
import RunSettings
import Testing

@Suite("Settings of what judges images, and of how they are prepared")
struct JudgingConfigurationTests {
    /// What was added to complete files after they could be written.
    private static let laterKeys = [
        "discriminator.kind", "discriminator.projected", "training.augmentation",
        "training.blur", "training.blurSteps", "training.viewWeight",
    ]

    private func refusals(_ overrides: [String]) -> [String] {
        problems { _ = try Configuration.resolved(preset: .faces32, overrides: overrides) }
    }

    @Test("a complete file from before they existed has the published ones")
    func olderFiles() throws {
        let folder = try TemporaryFolder()
        for preset in Preset.allCases {
            let old = try folder.settings(
                json(preset.configuration.encodedJSON(), without: Self.laterKeys))
            var expected = preset.configuration
            expected.discriminator.kind = .styleGAN2
            expected.discriminator.projected = ProjectedConfiguration()
            (expected.training.augmentation, expected.training.viewWeight) = ([], 0)
            (expected.training.blur, expected.training.blurSteps) = (0, 0)
            #expect(try Configuration(contentsOf: old) == expected)

            let model = ModelConfiguration(preset.configuration)
            let oldModel = try folder.settings(
                json(model.encodedJSON(), without: ["judgingNetwork"]), named: "model.json")
            let read = try ModelConfiguration(contentsOf: oldModel)
            #expect(read.judgingNetwork == JudgingNetwork.none)
        }
    }

    @Test("a section that is there has to be whole")
    func incompleteSection() throws {
        let folder = try TemporaryFolder()
        let key = "discriminator.projected.auxiliaryWeight"
        let file = try folder.settings(
            json(Configuration.faces32.encodedJSON(), without: [key]))
        #expect(
            problems { _ = try Configuration(contentsOf: file) }
                == ["`\(key)` is missing in \(file.path); add it."])
    }

    @Test("the command line sets them, and what is written is read back")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let configuration = try Configuration.resolved(
            preset: .ffhq256,
            overrides: [
                "training.stages=[]", "discriminator.kind=projected",
                "discriminator.projected.side=96",
                "discriminator.projected.scales=3", "discriminator.projected.width=48",
                "discriminator.projected.auxiliaryWeight=0.25",
                "discriminator.projected.momentWeight=0.5", "training.viewWeight=15",
                "training.blur=1.25", "training.blurSteps=40",
                #"training.augmentation=["cutout", "color"]"#,
            ])
        #expect(configuration.discriminator.kind == .projected)
        let projected = configuration.discriminator.projected
        #expect(projected.side == 96 && projected.scales == 3 && projected.width == 48)
        #expect(projected.auxiliaryWeight == 0.25 && projected.momentWeight == 0.5)
        #expect(configuration.training.blur == 1.25 && configuration.training.blurSteps == 40)
        #expect(configuration.training.viewWeight == 15)
        #expect(configuration.training.augmentation == [.cutout, .color])
        let file = try folder.settings(
            String(decoding: configuration.encodedJSON(), as: UTF8.self))
        #expect(try Configuration(contentsOf: file) == configuration)
        let none = try Configuration.resolved(
            preset: .faces32, overrides: ["training.augmentation=[]"])
        #expect(none.training.augmentation.isEmpty)
    }

    @Test(
        "a value that is not allowed is refused in a sentence under its key",
        arguments: [
            ("discriminator.kind", "stylegan2", #"one of "styleGAN2", "projected""#),
            ("discriminator.kind", "2", #"one of "styleGAN2", "projected""#),
            ("discriminator.projected.side", "0", "at least 16 and at most 2048"),
            ("discriminator.projected.side", "48", sideRule),
            ("discriminator.projected.scales", "0", "at least 1 and at most 4"),
            ("discriminator.projected.scales", "5", "at least 1 and at most 4"),
            ("discriminator.projected.width", "24", "a multiple of 16"),
            ("discriminator.projected.auxiliaryWeight", "-0.5", "at least 0 and at most 1000"),
            ("discriminator.projected.momentWeight", "-1", "at least 0 and at most 1000000"),
            ("training.batchSize", "1", momentRule),
            ("training.fadeInSteps", "10", fadeRule),
            ("training.blur", "-0.5", "at least 0 and at most 1000"),
            ("training.blurSteps", "-1", "at least 0 and at most 1000000000"),
            ("training.batchSize", "18", "a multiple of `discriminator.deviationGroup`, 4"),
            ("training.viewWeight", "-1", "at least 0 and at most 1000000"),
            ("training.augmentation", "color", augmentationRule),
            ("training.augmentation", #"["color", "blur"]"#, augmentationRule),
            ("training.augmentation", #"["color", 1]"#, augmentationRule),
            ("training.augmentation", #"["color", "color"]"#, onceRule),
        ])
    func refused(_ key: String, _ value: String, _ rule: String) {
        let found = refusals(["\(key)=\(value)"])
        #expect(found.count == 1, "\(found)")
        #expect(
            found.first?.hasPrefix("`\(key)` on the command line is ") == true
                && found.first?.hasSuffix("; it has to be \(rule).") == true, "\(found)")
    }

    private static let sideRule = "a multiple of 32 while `discriminator.projected.scales` is 4"
    private static let fadeRule =
        "0 with projected discriminators, which take every size as it is"
    private static let momentRule =
        "at least 2 while `discriminator.projected.momentWeight` is above 0: one image has no "
        + "deviation"
    private static let augmentationRule =
        #"a list of some of "color", "translation", "cutout""#
    private static let onceRule = augmentationRule + ", each at most once"

    @Test("fewer scales allow other sides, and each has its own step")
    func sides() throws {
        for (side, scales) in [(48, 2), (16, 3), (36, 1), (96, 4)] {
            _ = try Configuration.resolved(
                preset: .faces32,
                overrides: [
                    "discriminator.projected.scales=\(scales)",
                    "discriminator.projected.side=\(side)",
                ])
        }
        for (side, scales) in [(36, 2), (24, 3), (18, 1)] {
            let found = refusals([
                "discriminator.projected.scales=\(scales)",
                "discriminator.projected.side=\(side)",
            ])
            #expect(found.count == 1, "\(found)")
        }
    }

    @Test("one image has no deviation: with StyleGAN2's judges it is refused")
    func oneImage() {
        let found = refusals(["discriminator.kind=styleGAN2", "training.batchSize=1"])
        #expect(found.count == 1 && found[0].contains("deviationGroup"), "\(found)")
    }

    @Test("what one kind refuses does not hinder the other")
    func kinds() throws {
        // Channels reach 32x32, and projected discriminators have none.
        _ = try Configuration.resolved(preset: .faces32, overrides: ["training.imageSize=64"])
        #expect(
            refusals(["discriminator.kind=styleGAN2", "training.imageSize=64"]) == [
                "`training.imageSize` on the command line is 64; it has to be at most 32, which is "
                    + "what the channel lists of the discriminators reach."
            ])
        for overrides in [
            ["discriminator.kind=styleGAN2", "training.fadeInSteps=10"],
            [
                "discriminator.kind=styleGAN2", "training.batchSize=1",
                "discriminator.deviationGroup=0",
            ],
            ["discriminator.projected.momentWeight=0", "training.batchSize=1"],
        ] {
            _ = try Configuration.resolved(preset: .faces32, overrides: overrides)
        }
    }

    @Test("a sphere behind the head takes what is left, so no other background may")
    func sphere() throws {
        let found = refusals(["camera.background=last"])
        #expect(found.count == 1, "\(found)")
        #expect(
            found.first?.hasPrefix(
                "`camera.background` on the command line is \"last\"; it has to be \"none\" where "
                    + "there is a sphere behind the head") == true, "\(found)")
        _ = try Configuration.resolved(
            preset: .faces32,
            overrides: ["generator.background.width=0", "camera.background=last"])
    }

    @Test("a model says by which network it was judged, and knows no others")
    func judgingNetwork() throws {
        var configuration = Configuration.faces32
        #expect(configuration.discriminator.judgingNetwork == .efficientNetLite0)
        configuration.discriminator.kind = .styleGAN2
        #expect(ModelConfiguration(configuration).judgingNetwork == JudgingNetwork.none)
        let model = ModelConfiguration(.faces32)
        let text = String(decoding: model.encodedJSON(), as: UTF8.self)
        #expect(text.contains(#""judgingNetwork": "efficientnet-lite0""#))
        let folder = try TemporaryFolder()
        #expect(try ModelConfiguration(contentsOf: folder.settings(text)) == model)
        let other = try folder.settings(
            text.replacing(#""efficientnet-lite0""#, with: #""inception""#))
        #expect(
            problems { _ = try ModelConfiguration(contentsOf: other) } == [
                "`judgingNetwork` in \(other.path) is \"inception\"; it has to be one of \"none\", "
                    + "\"efficientnet-lite0\"."
            ])
    }

    @Test("a generator that is there already comes over the preset, and settings over it")
    func existingGenerator() throws {
        var generator = GeneratorConfiguration()
        generator.nerf.width = 40
        var start = ModelConfiguration(.faces32)
        start.generator = generator
        let plain = try Configuration.resolved(
            preset: .transfer64, start: start, overrides: ["training.frozen=[]"])
        #expect(plain.generator == generator)
        var expected = Configuration.transfer64
        expected.generator = generator
        expected.training.frozen = []
        // As blurred as pictures of half the size are, and more carefully.
        (expected.training.blur, expected.training.blurSteps) = (1, 3_000)
        expected.training.generatorLearningRate = 5e-5
        expected.training.discriminatorLearningRate = 1e-4
        #expect(plain == expected)
        let same = try Configuration.resolved(preset: .faces32, start: start)
        let first = StagePlan(same).stages[0].configuration.training
        #expect(first.blur == 0 && first.generatorLearningRate == 2e-4)
        let folder = try TemporaryFolder()
        let file = try folder.settings(#"{"generator": {"inr": {"width": 24}}}"#)
        let changed = try Configuration.resolved(
            preset: .faces64, start: start, file: file,
            overrides: ["generator.inr.blocks=5"])
        generator.inr.width = 24
        generator.inr.blocks = 5
        #expect(changed.generator == generator)
        // Its settings are held to the rules of the whole, as any others.
        start.generator.background.width = 8
        let found = problems {
            _ = try Configuration.resolved(
                preset: .faces64, start: start, overrides: ["camera.background=white"])
        }
        #expect(found.count == 1)
    }
}
