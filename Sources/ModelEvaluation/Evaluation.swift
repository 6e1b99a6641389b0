import CIPS3DModel
import Foundation
import GANMetrics
import ParallelWork
import Torch

/// Computes the numbers that somebody asked for, each with its protocol.
public struct Evaluation {
    /// What is evaluated.
    public let subject: EvaluationSubject
    /// What it is compared with; needed for distances.
    public let photographs: PhotographSource?
    /// The networks that the distances need.
    public let networks: [Metric.Network: any FeatureNetwork]
    /// How many threads may compute at once.
    public let threads: Int
    private let cache: CacheFolder
    let cancellation: Cancellation
    let report: @Sendable (EvaluationEvent) -> Void

    /// An evaluation; nothing is computed yet.
    ///
    /// - Parameters:
    ///   - subject: What is evaluated.
    ///   - photographs: What it is compared with.
    ///   - networks: The networks that the distances need.
    ///   - threads: How many threads may compute at once.
    ///   - cache: Where features of photographs are kept.
    ///   - cancellation: Asked now and then.
    ///   - report: Is told how far it is, on any thread but once at a time.
    public init(
        of subject: EvaluationSubject, against photographs: PhotographSource?,
        networks: [Metric.Network: any FeatureNetwork], threads: Int, cache: CacheFolder,
        cancellation: Cancellation = Cancellation(),
        report: @escaping @Sendable (EvaluationEvent) -> Void = { _ in }
    ) {
        (self.subject, self.photographs, self.networks) = (subject, photographs, networks)
        (self.threads, self.cache) = (threads, cache)
        (self.cancellation, self.report) = (cancellation, report)
    }

    /// Computes the numbers.
    ///
    /// - Parameter metrics: Which ones.
    /// - Returns: The numbers, in the order of `metrics`; some metrics give several.
    /// - Throws: A sentence about images that cannot be measured; `CancellationError`.
    public func run(_ metrics: [Metric]) throws -> [MetricValue] {
        for metric in metrics {
            let network = metric.comparison?.network
            precondition(
                network.map { networks[$0] != nil } ?? true, "\(metric) without its network")
            try requireImages(for: metric)
        }
        let compared = Metric.Network.allCases.filter { network in
            metrics.contains { $0.comparison?.network == network }
        }
        let comparisons = try compare(over: compared)
        let heads = try metrics.contains { $0.comparison == nil } ? measureHeads() : nil
        return try metrics.flatMap { metric -> [MetricValue] in
            if let (distance, network) = metric.comparison {
                guard let sets = comparisons[network] else { return [] }
                return try values(of: metric, distance, over: sets)
            }
            return heads?.values(of: metric) ?? []
        }
    }

    /// Features of both sides over one network.
    struct Comparison {
        let network: any FeatureNetwork
        let real: FeatureSet
        /// For each seed.
        let fakes: [FeatureSet]

        /// Whether both sides have the same features, image by image.
        var areTheSame: Bool { fakes.allSatisfy { $0.values == real.values } }
    }

    private func compare(
        over kinds: [Metric.Network]
    ) throws -> [Metric.Network: Comparison] {
        let chosen = kinds.compactMap { networks[$0] }
        guard let photographs, !chosen.isEmpty else { return [:] }
        // First the photographs: a folder that cannot be read should be found before hours of
        // rendering.
        let real = try chosen.map { try realFeatures(photographs, $0) }
        let fakes = try fakeFeatures(chosen)  // [seed][network]
        var comparisons: [Metric.Network: Comparison] = [:]
        for (index, kind) in kinds.enumerated() {
            comparisons[kind] = Comparison(
                network: chosen[index], real: real[index], fakes: fakes.map { $0[index] })
        }
        return comparisons
    }

    private func realFeatures(
        _ photographs: PhotographSource, _ network: any FeatureNetwork
    ) throws -> FeatureSet {
        let start = ContinuousClock.now
        let what = "photographs through \(network.name)"
        report(.began(what, steps: photographs.count))
        let (features, isCached) = try FeatureCache(cache).features(
            of: photographs, by: network, threads: threads, cancellation: cancellation
        ) { report(.advanced($0)) }
        report(
            isCached
                ? .cached(what, images: features.count)
                : .computed(
                    what, images: features.count,
                    seconds: (ContinuousClock.now - start) / .seconds(1)))
        return features
    }

    private func fakeFeatures(_ networks: [any FeatureNetwork]) throws -> [[FeatureSet]] {
        let extractor = FeatureExtractor(networks, threads: threads)
        let names = networks.map(\.name).joined(separator: " and ")
        func extract(_ images: some ImageSource, _ what: String) throws -> [FeatureSet] {
            let start = ContinuousClock.now
            report(.began(what, steps: images.count))
            let sets = try extractor.features(of: images, cancellation: cancellation) {
                report(.advanced($0))
            }
            report(
                .computed(
                    what, images: images.count,
                    seconds: (ContinuousClock.now - start) / .seconds(1)))
            return sets
        }
        switch subject {
        case .files(let files):
            return [try extract(files, "generated images through \(names)")]
        case .model(let sample):
            return try sample.seeds.map { seed in
                try extract(
                    sample.source(seed: seed), "images of seed \(seed) rendered, through \(names)")
            }
        }
    }
}

/// What an evaluation tells while it goes on.
public enum EvaluationEvent: Sendable {
    /// Something begins, such as `features of 10000 generated images`.
    case began(String, steps: Int)
    /// Steps of it that are done.
    case advanced(Int)
    /// Features were computed, so many images in so many seconds.
    case computed(String, images: Int, seconds: Double)
    /// Features of the photographs came from the cache.
    case cached(String, images: Int)
}
