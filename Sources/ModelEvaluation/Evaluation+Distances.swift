import CIPS3DModel
import GANMetrics
import Torch

extension Evaluation {
    /// KID is told in thousandths.
    private static let kernelFactor = 1_000.0

    /// The numbers of a distance.
    ///
    /// - Parameters:
    ///   - metric: Its name.
    ///   - distance: Which one.
    ///   - sets: Features of both sides.
    /// - Returns: One number; of precision and recall both.
    /// - Throws: `CancellationError`.
    func values(
        of metric: Metric, _ distance: Metric.Distance, over sets: Comparison
    ) throws -> [MetricValue] {
        var how = comparisonProtocol(sets, distance)
        switch distance {
        case .frechet:
            let real = GaussianStatistics(of: sets.real)
            let distances = try eachSeed(sets, metric) {
                FrechetDistance(GaussianStatistics(of: $0), real)
            }
            let isSingular = distances.contains(where: \.isSingular) && !sets.areTheSame
            return [
                MetricValue(
                    metric.rawValue, distances.map(\.value), good: .lower, protocol: how,
                    warnings: (isSingular ? [singularWarning(sets)] : []) + warnings(about: sets))
            ]
        case .kernel:
            let distances = try eachSeed(sets, metric) {
                try KernelDistance($0, sets.real, cancellation: cancellation)
            }
            (how.subsets, how.subsetSize) = (distances[0].subsets, distances[0].subsetSize)
            how.factor = Self.kernelFactor
            return [
                MetricValue(
                    metric.rawValue, distances.map { $0.value * Self.kernelFactor }, good: .lower,
                    protocol: how, warnings: warnings(about: sets))
            ]
        case .precisionRecall:
            let pairs = try eachSeed(sets, metric) {
                try PrecisionRecall(
                    generated: $0, real: sets.real, cancellation: cancellation)
            }
            let name = metric.rawValue
            return [
                ("precision", pairs.map(\.precision)), ("recall", pairs.map(\.recall)),
            ].map { part, values in
                MetricValue(
                    name.replacing("pr", with: part, maxReplacements: 1), values, good: .higher,
                    protocol: how, warnings: warnings(about: sets))
            }
        }
    }

    /// Computes something of the images of each seed, and tells how far it is.
    private func eachSeed<Value>(
        _ sets: Comparison, _ metric: Metric, _ compute: (FeatureSet) throws -> Value
    ) throws -> [Value] {
        report(.began("\(metric.rawValue), seed", steps: sets.fakes.count))
        return try sets.fakes.enumerated().map { index, fakes in
            defer { report(.advanced(index + 1)) }
            try cancellation.check()
            return try compute(fakes)
        }
    }

    private func comparisonProtocol(
        _ sets: Comparison, _ distance: Metric.Distance
    ) -> MetricProtocol {
        var how = MetricProtocol(
            fakeImages: sets.fakes[0].count, versions: Self.versions,
            isComparable: false)
        how.realImages = sets.real.count
        how.realPreparation = photographs?.preparationName
        (how.network, how.networkDigest) = (sets.network.name, sets.network.digest)
        describe(&how)
        how.isComparable = how.isPublishedProtocol(
            of: distance, hasPublishedFeatures: (sets.network as? InceptionV3)?.isPublished ?? false
        )
        return how
    }

    /// Adds what the subject says of itself.
    func describe(_ how: inout MetricProtocol) {
        switch subject {
        case .files(let files): how.fakePreparation = files.preparationName
        case .model(let sample):
            let model = sample.renderer.configuration
            let camera = model.camera
            how.isOfJudgingNetwork = how.network == model.judgingNetwork.rawValue
            (how.size, how.psi, how.seeds) = (sample.size, sample.truncation.psi, sample.seeds)
            (how.yawDeviation, how.pitchDeviation) = (camera.yawDeviation, camera.pitchDeviation)
        }
    }

    /// What measures.
    static var versions: [String: String] {
        ["cips3d": PackageVersion.current, "libtorch": TorchRuntime.version]
    }

    /// Refuses a distance of too few images, before anything is computed.
    ///
    /// - Parameter metric: What was asked for.
    /// - Throws: `MeasurementError`.
    func requireImages(for metric: Metric) throws {
        guard let (distance, _) = metric.comparison else { return }
        let needed = distance == .precisionRecall ? PrecisionRecall.neighbours + 1 : 2
        let counts = [
            ("generated images", subject.count), ("photographs", photographs?.count ?? 0),
        ]
        for (what, count) in counts where count < needed {
            throw MeasurementError.tooFew(
                "The \(what) for \(metric.rawValue)", count: count, needed: needed)
        }
    }

    private func singularWarning(_ sets: Comparison) -> String {
        let fewest = min(sets.real.count, sets.fakes[0].count)
        return "\(fewest) images are too few for \(sets.real.featureCount) features: the "
            + "covariance is singular and the distance far too large; use at least "
            + "\(sets.real.featureCount + 1), better 10000."
    }

    private func warnings(about sets: Comparison) -> [String] {
        sizeWarnings()
            + (sets.areTheSame
                ? [
                    "The generated images are the photographs themselves, image by image: this says "
                        + "nothing; name other images or other photographs."
                ] : [])
    }

    private func sizeWarnings() -> [String] {
        guard case .files(let files) = subject, let photographs,
            files.preparation != photographs.preparation
        else { return [] }
        return [
            "The generated images are \(files.preparationName) and the photographs "
                + "\(photographs.preparationName): sharpness alone makes a distance; give --size."
        ]
    }
}
