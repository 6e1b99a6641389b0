import CIPS3DModel
import RunReports
import RunSettings
import Testing

@Suite("Differences of configurations")
struct ConfigurationDifferencesTests {
    @Test("keys whose values differ are named by their paths, in order, and no others")
    func several() {
        var (first, second, third) = (
            Configuration.faces32, Configuration.faces32, Configuration.faces32
        )
        first.training.r1Weight = 5
        second.training.r1Weight = 1
        second.camera.finePass = true
        third.training.r1Weight = 2.5
        third.discriminator.mainChannels = [96, 48]
        first.generator.inr.modulation = .groupedConvolution
        let rows = ConfigurationDifferences([first, second, third]).rows
        #expect(
            rows.map(\.key) == [
                "camera.finePass", "discriminator.mainChannels", "generator.inr.modulation",
                "training.r1Weight",
            ])
        #expect(rows.first?.values == ["false", "true", "false"])
        #expect(rows.last?.values == ["5", "1", "2.5"])
        #expect(rows[1].values == ["[96, 96, 96, 96]", "[96, 96, 96, 96]", "[96, 48]"])
        #expect(
            rows[2].values == ["groupedConvolution", "batchedProduct", "batchedProduct"])
    }

    @Test("stages are one value, and can be read")
    func stages() {
        var (none, some) = (Configuration.transfer64, Configuration.transfer64)
        some.training.stages = [
            TrainingStage(kimg: 2.5, over: some) {
                $0.training.frozen = [.nerf]
                $0.training.blur = 0
            }
        ]
        let rows = ConfigurationDifferences([none, some]).rows
        #expect(rows.map(\.key) == ["training.stages"])
        #expect(
            rows.first?.values == ["[]", "[{kimg: 2.5, training: {blur: 0, frozen: [nerf]}}]"])
        none.training.stages = some.training.stages
        #expect(ConfigurationDifferences([none, some]).rows.isEmpty)
    }

    @Test("equal configurations do not differ")
    func equal() {
        #expect(ConfigurationDifferences([.faces32, .faces32]).rows.isEmpty)
        #expect(ConfigurationDifferences([.ffhq256]).rows.isEmpty)
    }

    @Test("every preset is nearest to itself", arguments: Preset.allCases)
    func presets(_ preset: Preset) {
        let nearest = ConfigurationDifferences.fromNearestPreset(preset.configuration)
        #expect(nearest.preset == preset)
        #expect(nearest.differences.rows.isEmpty)
    }

    @Test("a changed preset is nearest to what it was made of, whose value comes first")
    func changed() {
        var configuration = Configuration.faces64
        configuration.training.batchSize = 8
        let nearest = ConfigurationDifferences.fromNearestPreset(configuration)
        #expect(nearest.preset == .faces64)
        #expect(nearest.differences.rows.map(\.key) == ["training.batchSize"])
        #expect(nearest.differences.rows.map(\.values) == [["16", "8"]])
    }
}
