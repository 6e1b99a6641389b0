import CIPS3DModel
import CIPS3DRenderer
import FileTesting
import Foundation
import GANMetrics
import ImageFiles
import ImageReading
import ModelEvaluation
import ParallelWork
import Synchronization
import Testing
import Torch

@Suite("Evaluations")
struct EvaluationTests {
    /// Mean colours, under the names of networks.
    private struct Colours: FeatureNetwork {
        var name = "colours"
        /// What the colours are multiplied by.
        var factor = 1.0
        let digest = "0123456789abcdef"
        let featureCount = 3
        let largestSide: Int? = nil

        func features(of images: Tensor) -> Tensor { images.mean(2, 3) * factor }
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func evaluation(
        seeds: [UInt64], judgedBy network: JudgingNetwork = .none, hasPhotographs: Bool = true,
        names: (String, String) = ("colours", "doubled"),
        cancellation: Cancellation = Cancellation(),
        report: @escaping @Sendable (EvaluationEvent) -> Void = { _ in }
    ) throws -> Evaluation {
        let data = folder.file("data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        for index in 0..<9 {
            let pixel = [UInt8(100 + 5 * index), UInt8(90 + 7 * index % 20), 80]
            try Image(width: 9, height: 9, pixels: (0..<81).flatMap { _ in pixel })
                .writePNG(to: data.appendingPathComponent("\(index).png"))
        }
        let sample = GeneratedSample(
            try RandomRenderer.make(judgedBy: network), images: 12, size: 8, seeds: seeds)
        let photographs = try PhotographSource(ImageCollection(path: data.path), size: 8)
        return Evaluation(
            of: .model(sample), against: hasPhotographs ? photographs : nil,
            networks: [
                .efficientNet: Colours(name: names.0),
                .mobileNet: Colours(name: names.1, factor: 2),
            ], threads: 2,
            cache: CacheFolder(url: folder.file("cache")),
            cancellation: cancellation, report: report)
    }

    @Test("numbers come in the order asked for, with everything to repeat them")
    func order() throws {
        let cached = Mutex(0)
        let evaluation = try evaluation(seeds: [2, 5]) { event in
            if case .cached = event { cached.withLock { $0 += 1 } }
        }
        let metrics: [Metric] = [.diversity, .fdEfficientNet, .prEfficientNet, .kdEfficientNet]
        let values = try evaluation.run(metrics)
        #expect(
            values.map(\.name) == [
                "diversity", "relativeDiversity", "fd-efficientnet", "precision-efficientnet",
                "recall-efficientnet", "kd-efficientnet",
            ])
        let frechet = values[2]
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

    @Test("it can be given up in each of its parts", arguments: 1...6)
    func cancelled(part: Int) throws {
        let cancellation = Cancellation()
        let begun = Mutex(0)
        let evaluation = try evaluation(seeds: [2], cancellation: cancellation) { event in
            guard case .began = event else { return }
            let count = begun.withLock { begun in
                begun += 1
                return begun
            }
            if count == part { cancellation.cancel() }
        }
        #expect(throws: CancellationError.self) {
            try evaluation.run([.diversity, .fdEfficientNet, .kdEfficientNet, .prEfficientNet])
        }
        #expect(begun.withLock { $0 } == part)
    }

    @Test("each network gives its own numbers")
    func networks() throws {
        let values = try evaluation(seeds: [3]).run([
            .fdEfficientNet, .fdMobileNet, .prMobileNet,
        ])
        #expect(
            values.map(\.name) == [
                "fd-efficientnet", "fd-mobilenet", "precision-mobilenet", "recall-mobilenet",
            ])
        #expect(
            values.map(\.protocol.network) == ["colours", "doubled", "doubled", "doubled"])
        #expect(values.allSatisfy { !$0.protocol.isComparable })
        // Features of twice the size are at four times the distance.
        let (plain, doubled) = (values[0].value, values[1].value)
        #expect(plain > 1 && abs(doubled - 4 * plain) < 1e-5 * plain)
    }

    @Test("numbers over the network that judged the model in training say so, and no others")
    func judgingNetwork() throws {
        let metrics: [Metric] = [.fdEfficientNet, .prEfficientNet, .fdMobileNet, .flatness]
        for network in JudgingNetwork.allCases {
            let evaluation = try evaluation(
                seeds: [3], judgedBy: network, names: ("efficientnet-lite0", "mobilenet-v2"))
            for value in try evaluation.run(metrics) {
                let isFlattering =
                    network == .efficientNetLite0 && value.name.hasSuffix("efficientnet")
                #expect(value.protocol.isOfJudgingNetwork == isFlattering, "\(value.name)")
                #expect(
                    value.protocol.line.contains(MetricProtocol.flattery) == isFlattering,
                    "\(value.protocol.line)")
            }
        }
    }

    @Test("diversity is held against that of photographs, where there are any")
    func relativeDiversity() throws {
        let compared = try evaluation(seeds: [2, 5])
        let values = try compared.run([.diversity])
        #expect(values.map(\.name) == ["diversity", "relativeDiversity"])
        let ofPhotographs = try Diversity.of(photographsIn: #require(compared.photographs))
        #expect(ofPhotographs > 0)
        for (relative, plain) in zip(values[1].values, values[0].values) {
            #expect(relative == plain / ofPhotographs)
        }
        let alone = try evaluation(seeds: [2, 5], hasPhotographs: false).run([.diversity])
        #expect(alone.map(\.name) == ["diversity"])
        #expect(alone[0].values == values[0].values)
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
