import CIPS3DModel
import CIPS3DRenderer
import Foundation
import GANMetrics
import ImageFiles
import ModelEvaluation
import Synchronization
import Testing
import Torch

@Suite("Evaluations")
struct EvaluationTests {
    /// Mean colours, under the name of EfficientNet.
    private struct Colours: FeatureNetwork {
        let name = "colours"
        let digest = "0123456789abcdef"
        let featureCount = 3
        let largestSide: Int? = nil

        func features(of images: Tensor) -> Tensor { images.mean(2, 3) }
    }

    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("EvaluationTests-\(UUID().uuidString)")

    private func evaluation(
        seeds: [UInt64], report: @escaping @Sendable (EvaluationEvent) -> Void = { _ in }
    ) throws -> Evaluation {
        let data = folder.appendingPathComponent("data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        for index in 0..<9 {
            let pixel = [UInt8(100 + 5 * index), UInt8(90 + 7 * index % 20), 80]
            try Image(width: 9, height: 9, pixels: (0..<81).flatMap { _ in pixel })
                .writePNG(to: data.appendingPathComponent("\(index).png"))
        }
        let sample = GeneratedSample(
            try RandomRenderer.make(), images: 12, size: 8, seeds: seeds)
        return Evaluation(
            of: .model(sample),
            against: try PhotographSource(ImageCollection(path: data.path), size: 8),
            networks: [.efficientNet: Colours()], threads: 2,
            cache: CacheFolder(url: folder.appendingPathComponent("cache")), report: report)
    }

    @Test("numbers come in the order asked for, with everything to repeat them")
    func order() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let cached = Mutex(0)
        let evaluation = try evaluation(seeds: [2, 5]) { event in
            if case .cached = event { cached.withLock { $0 += 1 } }
        }
        let metrics: [Metric] = [.diversity, .fdEfficientNet, .prEfficientNet, .kdEfficientNet]
        let values = try evaluation.run(metrics)
        #expect(
            values.map(\.name) == [
                "diversity", "fd-efficientnet", "precision-efficientnet", "recall-efficientnet",
                "kd-efficientnet",
            ])
        let frechet = values[1]
        #expect(frechet.values.count == 2 && frechet.protocol.seeds == [2, 5])
        #expect(frechet.protocol.realImages == 9 && frechet.protocol.fakeImages == 12)
        #expect(frechet.protocol.size == 8 && !frechet.protocol.isComparable)
        #expect(frechet.protocol.line.contains("colours 01234567"))
        #expect(values[0].protocol.samplesPerRay == HeadMeasurement.usualSamples)
        // The second time the photographs' features are there, and the numbers are the same.
        #expect(cached.withLock { $0 } == 0)
        #expect(try evaluation.run(metrics) == values)
        #expect(cached.withLock { $0 } == 1)
    }

    @Test("only numbers made as published ones are may stand beside them")
    func comparable() {
        var how = MetricProtocol(fakeImages: 50_000, versions: [:], isComparable: false)
        func isPublished(_ distance: Metric.Distance, features: Bool = true) -> Bool {
            how.isPublishedProtocol(of: distance, hasPublishedFeatures: features)
        }
        #expect(isPublished(.frechet) && isPublished(.kernel))
        #expect(!isPublished(.precisionRecall) && !isPublished(.frechet, features: false))
        how.psi = 0.7
        #expect(!isPublished(.frechet) && !isPublished(.kernel))
        (how.psi, how.fakeImages) = (1, 49_999)
        #expect(!isPublished(.frechet) && isPublished(.kernel))
    }

    @Test("the spread is the deviation over the seeds; one seed has none")
    func spread() {
        let how = MetricProtocol(fakeImages: 1, versions: [:], isComparable: false)
        let value = MetricValue("x", [1, 3, 8], good: .lower, protocol: how)
        #expect(value.value == 4)
        // ((1 - 4)² + (3 - 4)² + (8 - 4)²) / 2 = 13.
        #expect(abs((value.spread ?? 0) - 13.0.squareRoot()) < 1e-12)
        #expect(MetricValue("x", [1], good: .lower, protocol: how).spread == nil)
    }
}
