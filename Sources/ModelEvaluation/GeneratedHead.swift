import CIPS3DModel
import CIPS3DRenderer
import GANMetrics
import HeadPictures
import ParallelWork

/// A generated head before the measures of three-dimensionality.
public struct GeneratedHead: ViewableHead {
    private let renderer: FusedEngine
    private let head: HeadLayers

    /// The head of a seed.
    ///
    /// - Parameters:
    ///   - renderer: Renders it.
    ///   - seed: Which head.
    ///   - truncation: How far styles are drawn towards the mean.
    /// - Throws: `HeadError`.
    public init(_ renderer: FusedEngine, seed: UInt64, truncation: Truncation = .off) throws {
        self.renderer = renderer
        let codes = HeadCodes(seed: seed, configuration: renderer.configuration.generator)
        head = try renderer.makeLayers(codes, truncation: truncation)
    }

    /// Looks at it.
    ///
    /// - Parameters:
    ///   - camera: From where.
    ///   - size: Pixels on a side.
    /// - Returns: The picture, and what lies along its rays.
    public func view(from camera: Camera, size: Int) -> HeadView {
        let batch = RayBatch(camera: camera, size: size, placement: .rule(.deterministic))
        let samples = renderer.raySamples(head, batch)
        return HeadView(
            camera: camera, size: size, color: renderer.renderAll(head, batch).color,
            distances: samples.distances, density: samples.density,
            weights: samples.weights)
    }

    /// Measures heads of a model: those of ``GeneratedImages`` of the same seed, from the first.
    ///
    /// Rays get more samples than in training, so that surfaces are found where the field has them
    /// and not where the samples are.
    ///
    /// - Parameters:
    ///   - renderer: Renders the heads.
    ///   - threads: How many may compute at once.
    ///   - heads: How many, at least 2.
    ///   - truncation: How far styles are drawn towards the mean.
    ///   - seed: Which heads, below 2³².
    ///   - cancellation: Asked before each view.
    ///   - progress: Is told the share that is done.
    /// - Returns: The measures.
    /// - Throws: `HeadError`, `HeadMeasurementError` or `CancellationError`.
    public static func measure(
        _ renderer: FusedEngine, threads: Int, heads: Int = HeadMeasurement.usualHeads,
        truncation: Truncation = .off, seed: UInt64,
        cancellation: Cancellation = Cancellation(), progress: (Double) -> Void = { _ in }
    ) throws -> HeadMeasures {
        let dense = renderer.sampling(HeadMeasurement.usualSamples, threads: threads)
        let measured = try (0..<heads).map { index in
            try GeneratedHead(
                dense, seed: GeneratedImages.headSeed(seed, index), truncation: truncation)
        }
        return try HeadMeasurement(camera: renderer.configuration.camera)
            .measure(measured, cancellation: cancellation, progress: progress)
    }
}
