import CIPS3DModel
import CIPS3DRenderer
import GANMetrics

/// A generated head before the measures of three-dimensionality.
public struct GeneratedHead: ViewableHead {
    private let renderer: Renderer
    private let head: Head

    /// The head of a seed.
    ///
    /// - Parameters:
    ///   - renderer: Renders it.
    ///   - seed: Which head.
    ///   - truncation: How far styles are drawn towards the mean.
    /// - Throws: `RendererError`.
    public init(_ renderer: Renderer, seed: UInt64, truncation: Truncation = .off) throws {
        self.renderer = renderer
        let codes = HeadCodes(seed: seed, configuration: renderer.configuration.generator)
        head = try renderer.makeHead(codes, truncation: truncation)
    }

    public func view(from camera: Camera, size: Int) -> HeadView {
        let batch = RayBatch(camera: camera, size: size, placement: .rule(.deterministic))
        let samples = renderer.raySamples(head, batch)
        return HeadView(
            camera: camera, size: size, color: renderer.renderAll(head, batch).color,
            distances: samples.distances, density: samples.rawDensity.map { max($0, 0) },
            weights: samples.weights)
    }
}
