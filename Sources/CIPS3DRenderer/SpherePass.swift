import CKernels
import InnerLoops

/// Adds what the rays of a panel see behind the head to their features.
///
/// Belongs to one thread.
final class SpherePass {
    private let sphere: StyledSphere
    private let kernels: ck_kernels
    private let lanes: Int
    private let points: PanelBuffer
    private let hidden: [PanelBuffer]
    private let features: PanelBuffer
    private let rest: PanelBuffer

    init(_ sphere: StyledSphere, kernels: Kernels) {
        self.sphere = sphere
        self.kernels = kernels.functions
        lanes = kernels.lanes
        points = PanelBuffer(count: 3 * lanes)
        hidden = (0..<2).map { [lanes] _ in PanelBuffer(count: sphere.width * lanes) }
        features = PanelBuffer(count: Int(sphere.toFeature.layer.outputs) * lanes)
        rest = PanelBuffer(count: lanes)
    }

    /// features += (1 - opacity) sphere(ray).
    ///
    /// - Parameters:
    ///   - rays: The panel.
    ///   - opacity: What the volume stops of each ray, `[lanes]`.
    ///   - sums: The features, `[features][lanes]`.
    func callAsFunction(
        _ rays: RayPanel, opacity: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>
    ) {
        kernels.exits(rays.origin, rays.directions.start, sphere.radius, points.start)
        sphere.blocks[0](panels: 1, points.start, xStride: 0, to: hidden[0].start, yStride: 0)
        sphere.blocks[1](panels: 1, hidden[0].start, xStride: 0, to: hidden[1].start, yStride: 0)
        sphere.toFeature(panels: 1, hidden[1].start, xStride: 0, to: features.start, yStride: 0)
        for lane in 0..<lanes { rest.start[lane] = 1 - opacity[lane] }
        kernels.accumulate(sphere.toFeature.layer.outputs, rest.start, features.start, sums)
    }
}
