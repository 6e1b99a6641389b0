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
    /// - Throws: `MeasurementError` where there are too few images.
    func values(
        of metric: Metric, _ distance: Metric.Distance, over sets: Comparison
    ) throws -> [MetricValue] {
        var how = comparisonProtocol(sets)
        switch distance {
        case .frechet:
            try require(2, sets, for: metric)
            let real = GaussianStatistics(of: sets.real)
            let distances = sets.fakes.map { FrechetDistance(GaussianStatistics(of: $0), real) }
            let warnings = distances.contains(where: \.isSingular) ? [singularWarning(sets)] : []
            return [
                MetricValue(
                    metric.rawValue, distances.map(\.value), good: .lower, protocol: how,
                    warnings: warnings + sizeWarnings())
            ]
        case .kernel:
            try require(2, sets, for: metric)
            let distances = try sets.fakes.map { try KernelDistance($0, sets.real) }
            (how.subsets, how.subsetSize) = (distances[0].subsets, distances[0].subsetSize)
            how.factor = Self.kernelFactor
            return [
                MetricValue(
                    metric.rawValue, distances.map { $0.value * Self.kernelFactor }, good: .lower,
                    protocol: how, warnings: sizeWarnings())
            ]
        case .precisionRecall:
            try require(PrecisionRecall.neighbours + 1, sets, for: metric)
            let pairs = try sets.fakes.map { try PrecisionRecall(generated: $0, real: sets.real) }
            let name = metric.rawValue
            return [
                ("precision", pairs.map(\.precision)), ("recall", pairs.map(\.recall)),
            ].map { part, values in
                MetricValue(
                    name.replacing("pr", with: part, maxReplacements: 1), values, good: .higher,
                    protocol: how, warnings: sizeWarnings())
            }
        }
    }

    private func comparisonProtocol(_ sets: Comparison) -> MetricProtocol {
        var how = MetricProtocol(
            fakeImages: sets.fakes[0].count, versions: Self.versions,
            isComparable: (sets.network as? InceptionV3)?.isPublished ?? false)
        how.realImages = sets.real.count
        how.realPreparation = photographs?.preparationName
        (how.network, how.networkDigest) = (sets.network.name, sets.network.digest)
        describe(&how)
        return how
    }

    /// Adds what the subject says of itself.
    func describe(_ how: inout MetricProtocol) {
        switch subject {
        case .files(let files): how.fakePreparation = files.preparationName
        case .model(let sample):
            let camera = sample.renderer.configuration.camera
            (how.size, how.psi, how.seeds) = (sample.size, sample.truncation.psi, sample.seeds)
            (how.yawDeviation, how.pitchDeviation) = (camera.yawDeviation, camera.pitchDeviation)
        }
    }

    /// What measures.
    static var versions: [String: String] {
        ["cips3d": PackageVersion.current, "libtorch": TorchRuntime.version]
    }

    private func require(_ needed: Int, _ sets: Comparison, for metric: Metric) throws {
        for (what, count) in [
            ("\(metric.rawValue) of the generated images", sets.fakes[0].count),
            ("\(metric.rawValue) of the photographs", sets.real.count),
        ] where count < needed {
            throw MeasurementError.tooFew(what, count: count, needed: needed)
        }
    }

    private func singularWarning(_ sets: Comparison) -> String {
        let fewest = min(sets.real.count, sets.fakes[0].count)
        return "\(fewest) images are too few for \(sets.real.featureCount) features: the "
            + "covariance is singular and the distance far too large; use at least "
            + "\(sets.real.featureCount + 1), better 10000"
    }

    private func sizeWarnings() -> [String] {
        guard case .files(let files) = subject, let photographs,
            files.preparation != photographs.preparation
        else { return [] }
        return [
            "the generated images are \(files.preparationName) and the photographs "
                + "\(photographs.preparationName): sharpness alone makes a distance; give --size"
        ]
    }
}
