/// The field along the rays of a picture, as compositing saw it.
///
/// Axes: R rays, S samples along a ray, sorted by distance.
package struct RaySamples: Sendable, Equatable {
    /// S.
    package let samples: Int
    /// `[R · S]`, in scene units.
    package var distances: [Float]
    /// Density before the activation, `[R · S]`, per scene unit.
    package var rawDensity: [Float]
    /// Share of each sample in its ray, `[R · S]`.
    package var weights: [Float]
}

extension Renderer {
    /// Evaluates the field along rays, on the calling thread.
    ///
    /// - Parameters:
    ///   - head: One that this renderer made.
    ///   - batch: The rays.
    /// - Returns: All samples of both passes.
    package func raySamples(_ head: Head, _ batch: RayBatch) -> RaySamples {
        let lanes = head.kernels.lanes
        let pass = FieldPass(head.field, camera: head.camera, kernels: head.kernels)
        let panel = RayPanel(batch, camera: head.camera, lanes: lanes)
        let features = PanelBuffer(count: head.inr.features * lanes)
        let depth = PanelBuffer(count: lanes)
        let zeros = [Float](repeating: 0, count: batch.count * pass.total)
        var result = RaySamples(
            samples: pass.total, distances: zeros, rawDensity: zeros, weights: zeros)
        for first in stride(from: 0, to: batch.count, by: lanes) {
            let run = first..<min(first + lanes, batch.count)
            panel.fill(run)
            pass(panel, features: features.start, depth: depth.start)
            let (distances, rawDensity, weights) = pass.sortedSamples
            for (lane, ray) in run.enumerated() {
                for sample in 0..<pass.total {
                    let (from, to) = (sample * lanes + lane, ray * pass.total + sample)
                    result.distances[to] = distances.start[from]
                    result.rawDensity[to] = rawDensity.start[from]
                    result.weights[to] = weights.start[from]
                }
            }
        }
        return result
    }
}
