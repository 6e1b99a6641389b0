import InnerLoops

/// The field along the rays of a picture, as compositing saw it.
///
/// Axes: R rays, S samples along a ray, sorted by distance.
package struct RaySamples: Sendable, Equatable {
    /// S.
    package let samples: Int
    /// `[R · S]`, in scene units.
    package var distances: [Float]
    /// Density, at least 0, `[R · S]`, per scene unit.
    package var density: [Float]
    /// Share of each sample in its ray, `[R · S]`.
    package var weights: [Float]
}

extension FusedEngine {
    /// Evaluates the field along rays, on the calling thread.
    ///
    /// - Parameters:
    ///   - head: Layers that this engine made.
    ///   - batch: The rays.
    /// - Returns: All samples of both passes.
    package func raySamples(_ head: HeadLayers, _ batch: RayBatch) -> RaySamples {
        let lanes = head.kernels.lanes
        let pass = FieldPass(head)
        let panel = RayPanel(batch, camera: head.camera, lanes: lanes)
        let features = PanelBuffer(count: head.inr.features * lanes)
        let (depth, opacity) = (PanelBuffer(count: lanes), PanelBuffer(count: lanes))
        let total = pass.samples.total
        let zeros = [Float](repeating: 0, count: batch.count * total)
        var result = RaySamples(
            samples: total, distances: zeros, density: zeros, weights: zeros)
        for first in stride(from: 0, to: batch.count, by: lanes) {
            let run = first..<min(first + lanes, batch.count)
            panel.fill(run)
            pass(
                panel, features: features.start, depth: depth.start, opacity: opacity.start)
            let (distances, rawDensity, weights) = pass.samples.sorted
            head.kernels.functions.density(
                pass.samples.activation, total * lanes, rawDensity.start)
            for (lane, ray) in run.enumerated() {
                for sample in 0..<total {
                    let (from, to) = (sample * lanes + lane, ray * total + sample)
                    result.distances[to] = distances.start[from]
                    result.density[to] = rawDensity.start[from]
                    result.weights[to] = weights.start[from]
                }
            }
        }
        return result
    }
}
