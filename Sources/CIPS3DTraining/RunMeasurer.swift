import CIPS3DModel
import CIPS3DNetworks
import CIPS3DRenderer
import Foundation
import GANMetrics
import ImageFiles
import ImageReading
import ModelEvaluation
import ParallelWork
import RunSettings
import Torch

/// Measures a run's averaged generator now and then, keeps the best one, and warns.
///
/// Nothing of it touches the training: codes and cameras are those of a seed of their own. Where
/// the distance cannot be computed the run goes on without it, and says so once.
final class RunMeasurer {
    /// Every measurement looks at the same heads.
    private static let seed: UInt64 = 0

    private let training: TrainingConfiguration
    private let collection: ImageCollection
    private let run: RunSetting
    private var next = 0
    private var reference: Result<Reference, any Error>?
    private var warnings = HeadWarningHistory()

    /// What generated images are compared with.
    private struct Reference {
        let network: any FeatureNetwork
        let photographs: FeatureSet
        let statistics: GaussianStatistics
        let diversity: Double
    }

    /// A measurer; nil where the run does not want one.
    ///
    /// - Parameters:
    ///   - training: How often, and how much.
    ///   - collection: The run's photographs.
    ///   - run: What all stages share.
    init?(_ training: TrainingConfiguration, _ collection: ImageCollection, _ run: RunSetting) {
        guard training.measureInterval > 0 else { return nil }
        (self.training, self.collection, self.run) = (training, collection, run)
    }

    /// Goes on from so many images seen.
    func begin(at images: Int) {
        let interval = max(1, Int(training.measureInterval * 1_000))
        next = (images / interval + 1) * interval
    }

    /// Measures the model where it is time to.
    ///
    /// - Parameters:
    ///   - model: The averaged generator.
    ///   - progress: How far the run is.
    ///   - cancellation: Asked now and then; where it is cancelled the measurement is given up.
    /// - Returns: What was measured; nil where it was not time, given up, or failed. A measurement
    ///   that fails is told and ends no training: hours of it would be lost for a number.
    func measuresIfDue(
        _ model: @autoclosure () -> Model, _ progress: TrainingProgress,
        _ cancellation: Cancellation
    ) -> TrainingMeasures? {
        guard progress.images >= next else { return nil }
        let model = model()
        run.report(.paused("measuring the averaged generator"))
        do {
            defer { begin(at: progress.images) }
            let measures = try measure(model, cancellation)
            try keep(model, measures, progress)
            for warning in warnings.newWarnings(measures.heads.warnings) {
                run.report(.warned(warning.description))
            }
            return measures
        } catch is CancellationError {
            return nil
        } catch {
            run.report(.warned("A measurement failed and is left out: \(error)"))
            return nil
        }
    }

    private func measure(
        _ model: Model, _ cancellation: Cancellation
    ) throws -> TrainingMeasures {
        let start = ContinuousClock.now
        let threads = run.means.engine.threads
        let renderer = try FusedEngine(
            configuration: model.configuration, weights: GeneratorWeights(model.generator),
            options: FusedEngine.Options(threads: 1))
        let reference = try self.reference(threads, cancellation)
        let features = try reference.map { reference in
            let images = GeneratedImages(
                renderer, count: training.measureImages, size: training.imageSize,
                seed: Self.seed)
            return try FeatureExtractor([reference.network], threads: threads)
                .features(of: images, cancellation: cancellation)[0]
        }
        var heads = try GeneratedHead.measure(
            renderer, threads: threads, seed: Self.seed, cancellation: cancellation)
        heads.photographDiversity = reference?.diversity
        var measures = TrainingMeasures(
            distanceImages: training.measureImages, imageSize: training.imageSize,
            heads: heads, seconds: 0)
        if let reference, let features { try compare(features, with: reference, in: &measures) }
        measures.seconds = (ContinuousClock.now - start) / .seconds(1)
        return measures
    }

    private func compare(
        _ features: FeatureSet, with reference: Reference, in measures: inout TrainingMeasures
    ) throws {
        measures.distance =
            FrechetDistance(GaussianStatistics(of: features), reference.statistics).value
        measures.distancePhotographs = reference.photographs.count
        (measures.network, measures.networkDigest) = (
            reference.network.name, reference.network.digest
        )
        // Too few images have no manifold.
        guard min(features.count, reference.photographs.count) > PrecisionRecall.neighbours else {
            return
        }
        let manifolds = try PrecisionRecall(generated: features, real: reference.photographs)
        (measures.precision, measures.recall) = (manifolds.precision, manifolds.recall)
    }

    /// The network and the photographs' features; nil where there are none, which is said once.
    private func reference(_ threads: Int, _ cancellation: Cancellation) throws -> Reference? {
        if reference == nil {
            do {
                reference = .success(try makeReference(threads, cancellation))
            } catch let error as CancellationError {
                throw error
            } catch {
                run.report(.warned("The run has no distance and no best/: \(error)"))
                reference = .failure(error)
            }
        }
        return try? reference?.get()
    }

    private func makeReference(
        _ threads: Int, _ cancellation: Cancellation
    ) throws -> Reference {
        let network = try run.networks.makeMeasuring { run.report(.paused($0)) }
        let photographs = try PhotographSource(
            collection, size: training.imageSize,
            limit: training.measureImages, replacesUnreadable: true)
        guard photographs.count > 1 else {
            throw MeasurementError.tooFew(run.description.data, count: photographs.count, needed: 2)
        }
        let features = try FeatureCache(run.networks.cache).features(
            of: photographs, by: network, threads: threads, cancellation: cancellation)
        return Reference(
            network: network, photographs: features.features,
            statistics: GaussianStatistics(of: features.features),
            diversity: try Diversity.of(photographsIn: photographs))
    }

    /// Keeps the model where no earlier one was nearer to the photographs.
    private func keep(
        _ model: Model, _ measures: TrainingMeasures, _ progress: TrainingProgress
    ) throws {
        guard let distance = measures.distance else { return }
        // One of other photographs or settings says nothing about this one.
        if let best = run.folder.best?.measures, best.isLike(measures),
            best.distance ?? 0 <= distance
        {
            return
        }
        let facts = [
            ModelCard.Fact(
                "Fréchet distance over \(measures.network ?? "features")",
                String(format: "%.2f", distance)
                    + " (\(measures.distanceImages) images; for comparing models of one run"
                    + "\(measures.isFlattering(model.configuration) ? "; \(MetricProtocol.flattery)" : ""))"
            )
        ]
        let card = run.description.card(of: model, imagesSeen: progress.images, measured: facts)
        try run.folder.replaceBest(BestModel(kimg: progress.kimg, measures: measures)) {
            try model.write(to: ModelFolder(url: $0), card: card)
        }
        run.report(.wrote(run.folder.bestURL))
    }
}

/// Which warnings were given already.
///
/// A run begins with no heads at all, so the first measurement warns of nothing; later each warning
/// is given when it appears and again only after it was gone.
package struct HeadWarningHistory {
    private var isFirst = true
    private var given: Set<HeadWarning> = []

    /// Nothing was measured yet.
    package init() {}

    /// Takes what a measurement found.
    ///
    /// - Parameter found: Its warnings.
    /// - Returns: Those that have to be told.
    package mutating func newWarnings(_ found: [HeadWarning]) -> [HeadWarning] {
        defer { isFirst = false }
        guard !isFirst else { return [] }
        defer { given = Set(found) }
        return found.filter { !given.contains($0) }
    }
}
