import CIPS3DModel
import CIPS3DTraining
import Foundation
import GANMetrics
import RunSettings
import Testing

/// What a run would take.
@Suite("The plan of a run")
struct TrainingPlanTests {
    @Test(
        "sizes of memory are read as people write them",
        arguments: [
            ("8G", 8 << 30), ("512m", 512 << 20), ("1.5GiB", 3 << 29), ("2tb", 2 << 40),
            ("64k", 64 << 10),
        ])
    func memory(text: String, bytes: Int) {
        #expect(MemoryLimit(text) == MemoryLimit(bytes: bytes))
    }

    @Test(
        "what is no size is none",
        arguments: ["", "8", "G", "-1G", "1e3G", "8 G", "0G", "9999999T"])
    func noMemory(text: String) {
        #expect(MemoryLimit(text) == nil)
    }

    @Test("a line through two trials, that never falls, and one trial as all of it growing")
    func line() {
        #expect(StepMeasurement.line([4, 8], [10, 14], at: 16) == 22)
        #expect(StepMeasurement.line([4, 8], [10, 14], at: 4) == 10)
        #expect(StepMeasurement.line([4, 8], [14, 10], at: 16) == 10)
        #expect(StepMeasurement.line([4, 4], [10, 12], at: 8) == 24)
    }

    @Test(
        "EfficientNet-Lite0's features have about the published arithmetic, and grow with the pixels"
    )
    func arithmetic() {
        // 407 million multiply-adds (the authors' table), without the last convolution, 320 · 1280 · 49,
        // and the classifier, 1280 · 1000; ours leaves out all that is no convolution.
        let published = 2 * (407_000_000 - 320 * 1_280 * 49 - 1_280_000)
        let counted = EfficientNetLite0.operations(side: 224, scales: 4)
        #expect((0.9...1).contains(Double(counted) / Double(published)))
        // By hand: the stem, and the first block of a pyramid of one scale, at 16x16 and smaller.
        let stem = 27 * 32 * 16 * 16
        let first = (9 + 16) * 32 * 16 * 16
        let second = 16 * 96 * 16 * 16 + (9 + 24) * 96 * 8 * 8
        let third = 24 * 144 * 8 * 8 + (9 + 24) * 144 * 8 * 8
        #expect(
            EfficientNetLite0.operations(side: 32, scales: 1)
                == 2 * (stem + first + second + third))
    }

    @Test("each stage is measured, and the whole is the sum")
    func plan() throws {
        let scene = try RunScene()
        var configuration = TinyTraining.configuration
        configuration.training.stages = [
            TrainingStage(kimg: 0.04, over: configuration),
            TrainingStage(kimg: 0.08, over: configuration) {
                $0.training.batchSize = 8
                $0.training.gradientPixelCount = 0
            },
        ]
        let plan = try TrainingPlan(
            configuration, of: TinyTraining.description(scene.data, images: 4))
        #expect(plan.photographs == 10)
        #expect(plan.stages.map(\.steps) == [10, 10])
        #expect(plan.imagesAtOnce == [4, 8])
        #expect(plan.stages.allSatisfy { $0.secondsPerStep > 0 && $0.bytes > 1e7 })
        // Twice the images, of which all pixels carry gradient.
        #expect(plan.stages[1].operations > 2 * plan.stages[0].operations)
        #expect(plan.stages[0].parameters == plan.stages[1].parameters)
        #expect(plan.description.contains("photographs  10\n"))
        let short = try TrainingPlan(
            configuration, of: TinyTraining.description(scene.data, images: 4), goal: .kimg(0.021))
        #expect(short.stages.map(\.steps) == [6])
        // The snapshot that a run really writes, but for its header.
        _ = try scene.begin("run", images: 4).run()
        let file = try #require(scene.folder("run").snapshots.first)
        let size = try #require(
            try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int)
        #expect(abs(size - plan.stages[0].snapshotBytes) < 100_000)
        #expect(throws: MemoryLimitError.self) {
            _ = try TrainingPlan(
                configuration, of: TinyTraining.description(scene.data, images: 4),
                limit: MemoryLimit(bytes: 1 << 20))
        }
    }
}
