import CIPS3DModel
import FileTesting
import Foundation
import RunSettings
import Testing

/// Stages of a run as settings: what holds in each, how they are given, what is refused.
@Suite("Stages in a configuration")
struct StageConfigurationTests {
    private func resolved(_ overrides: String..., preset: Preset = .faces64) throws -> Configuration
    {
        try .resolved(preset: preset, overrides: overrides)
    }

    private func problem(_ overrides: String...) -> String {
        let found = problems {
            _ = try Configuration.resolved(preset: .faces64, overrides: overrides)
        }
        #expect(found.count == 1)
        return found.first ?? ""
    }

    @Test("without stages there is one, which has no end")
    func none() {
        let plan = StagePlan(.transfer64)
        #expect(plan.end == nil)
        #expect(plan.stages.map(\.configuration) == [.transfer64])
        #expect(plan.stages[0].steps(at: 160) == 10)
        #expect(plan.stage(after: plan.stages[0]) == nil)
    }

    @Test("lengths are whole steps, and each stage begins where the one before ends")
    func lengths() throws {
        let plan = StagePlan(
            try resolved(
                #"training.stages=[{"kimg": 0.1, "training": {"batchSize": 32}}, {"kimg": 1e-9}]"#))
        #expect(plan.stages.map(\.images) == [0..<128, 128..<144])
        #expect(plan.end == 144)
        #expect(plan.stages[1].steps(at: 128) == 0)
        #expect(plan.stage(after: plan.stages[0]) == plan.stages[1])
    }

    @Test("a plan ends elsewhere: later stages are left out, or the last goes on")
    func ending() throws {
        let plan = StagePlan(
            try resolved(#"training.stages=[{"kimg": 0.16}, {"kimg": 0.16}, {"kimg": 0.16}]"#))
        #expect(plan.ending(at: 200).stages.map(\.images) == [0..<160, 160..<200])
        #expect(plan.ending(at: 160).stages.map(\.images) == [0..<160])
        #expect(plan.ending(at: 900).stages.map(\.images).last == 320..<900)
        #expect(StagePlan(.transfer64).ending(at: 7).end == 7)
    }

    @Test("a stage says what differs from the run, and follows the run in the rest")
    func overRun() throws {
        let changed = try resolved("training.batchSize=8", "camera.samplesPerRay=6")
        let stages = StagePlan(changed).stages.map(\.configuration)
        #expect(stages.map(\.training.batchSize) == [8, 8, 8, 8])
        #expect(stages.map(\.camera.samplesPerRay) == [6, 6, 6, 6])
        #expect(stages.map(\.training.imageSize) == [32, 32, 64, 64])
        // Not the stage before it: the second has all of the run's auxiliary discriminator.
        let staged = try resolved(
            "training.stages.1.discriminator.usesAuxiliary=false", "training.stages.2.kimg=5")
        #expect(
            StagePlan(staged).stages.map(\.configuration.discriminator.usesAuxiliary)
                == [false, true, true, true])
        #expect(staged.training.stages.map(\.kimg)[...1] == [28, 5])
    }

    @Test("stages are written and read back, whole numbers as such")
    func roundTrip() throws {
        for preset in Preset.allCases {
            let folder = try TemporaryFolder()
            let file = try folder.settings(
                String(decoding: preset.configuration.encodedJSON(), as: UTF8.self))
            #expect(try Configuration(contentsOf: file) == preset.configuration)
        }
        let typed = TrainingStage(kimg: 2, over: .faces32) {
            $0.training.blur = 1
            $0.training.frozen = [.nerf]
        }
        let read = try resolved(
            #"training.stages=[{"kimg": 2.0, "training": {"blur": 1.0, "frozen": ["nerf"]}}]"#,
            preset: .faces32)
        #expect(read.training.stages == [typed])
    }

    @Test("a stage is held to the rules of a whole configuration, and named where it breaks one")
    func rules() {
        #expect(
            problem(#"training.stages=[{"kimg": 3, "training": {"imageSize": 48}}]"#)
                == "Stage 1 of `training.stages`: `training.imageSize` is 48; it has to be a power of "
                + "two.")
        #expect(problem("training.stages.2.kimg=0").hasPrefix("`training.stages.2.kimg` is 0"))
        #expect(
            problem("training.stages.1.training.imageSiz=32").hasSuffix(
                "did you mean `training.imageSize`?"))
        #expect(
            problem("training.stages.2.generator.inr.width=32").contains("the same in all of them"))
        #expect(problem("training.stages.1.training.stages=[]").contains("the same in all of them"))
    }

    @Test(
        "what is no stage is refused",
        arguments: [
            "training.stages=[3]", "training.stages=3", #"training.stages=[{"kimg": "many"}]"#,
            "training.stages.5.kimg=1", "training.stages.first.kimg=1", "training.stages.1=7",
        ])
    func noStage(_ text: String) {
        #expect(problem(text).contains("`training.stages"))
    }

    @Test("a setting that every stage replaces is refused where it would change nothing")
    func unheeded() throws {
        let stages = #"training.stages=[{"kimg": 1, "training": {"blur": 2}}]"#
        #expect(problem(stages, "training.blur=3").contains("would change nothing"))
        let kept = try resolved(stages, "training.blur=3", "training.stages=[]")
        #expect(kept.training.blur == 3)
        // A flag of several settings is refused for those alone that every stage replaces.
        let several = try resolved(stages, #"training={"batchSize": 8, "viewWeight": 3}"#)
        #expect(several.training.batchSize == 8)
        #expect(
            problem(stages, #"training={"batchSize": 8, "blur": 3}"#).hasPrefix(
                "`training.blur` on the command line"))
        // The stages of the largest size have the run's.
        let half = try resolved("training.imageSize=32", "training.gradientPixelCount=0")
        #expect(StagePlan(half).stages.allSatisfy { $0.configuration.training.imageSize == 32 })
    }

    @Test("a run from a model begins with the first larger stage, or with the one that is named")
    func beginning() throws {
        let sizes = { (size: Int, stage: Int?) -> [Int] in
            var start = ModelConfiguration(.faces32)
            start.imageSize = size
            let run = try Configuration.resolved(preset: .faces128, start: start, stage: stage)
            return StagePlan(run).stages.map(\.configuration.training.imageSize)
        }
        #expect(try sizes(32, nil) == [64, 64, 128, 128])
        #expect(try sizes(64, nil) == [128, 128])
        #expect(try sizes(128, nil) == [128, 128])
        #expect(try sizes(16, nil) == [32, 32, 64, 64, 128, 128])
        #expect(try sizes(128, 4) == [64, 128, 128])
        for (preset, stage) in [(Preset.faces128, 7), (.faces128, 0), (.transfer64, 1)] {
            let found = problems { _ = try Configuration.resolved(preset: preset, stage: stage) }
            #expect(found.first?.hasPrefix("There is no stage \(stage): ") == true)
        }
    }

    @Test("a stage of a size that the model knows begins sharp")
    func sharp() throws {
        var start = ModelConfiguration(.faces32)
        start.imageSize = 64
        let run = try Configuration.resolved(preset: .faces128, start: start, stage: 3)
        let stages = StagePlan(run).stages.map(\.configuration.training)
        #expect(stages.map(\.blur) == [0, 0, 1, 2.0 / 3])
        #expect(stages.map(\.blurSteps) == [0, 0, 3_000, 2_000])
        let asked = try Configuration.resolved(
            preset: .faces128, start: start, overrides: ["training.stages.3.training.blur=2"],
            stage: 3)
        #expect(StagePlan(asked).stages[0].configuration.training.blur == 2)
    }
}
