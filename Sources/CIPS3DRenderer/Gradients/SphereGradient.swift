import CIPS3DModel
import CKernels
import InnerLoops

/// What the rays of a panel see behind the head, and slopes led back through it.
///
/// Belongs to one thread.
final class SphereGradient {
    private let layers: [GradientLayer]
    private let radius: Float
    private let kernels: ck_kernels
    private let lanes: Int
    private let rest: PanelBuffer
    private let restSlopes: PanelBuffer
    private let featureSlopes: PanelBuffer
    private let upstream: PanelBuffer

    init(_ layers: [GradientLayer], radius: Double, kernels: Kernels) {
        self.layers = layers
        self.radius = Float(radius)
        self.kernels = kernels.functions
        lanes = kernels.lanes
        rest = PanelBuffer(count: lanes)
        restSlopes = PanelBuffer(count: lanes)
        featureSlopes = PanelBuffer(count: layers[2].outputs * lanes)
        upstream = PanelBuffer(count: layers[1].outputs * lanes)
    }

    /// Takes the weights of an image.
    func take(_ folded: UnsafePointer<Float>) {
        for layer in layers { layer.take(folded) }
    }

    /// features += (1 - opacity) sphere(ray).
    func callAsFunction(
        _ rays: RayPanel, opacity: UnsafePointer<Float>, in room: SphereRoom,
        to sums: UnsafeMutablePointer<Float>
    ) {
        kernels.exits(rays.origin, rays.directions.start, radius, room.points.start)
        var x = room.points
        for (layer, (sines, slopes)) in zip(layers, room.blocks) {
            layer(panels: 1, x.panel, to: slopes.panel)
            kernels.sine_slope(layer.outputs * lanes, slopes.start, sines.start)
            x = sines
        }
        layers[2](panels: 1, x.panel, to: room.features.panel)
        for lane in 0..<lanes { rest.start[lane] = 1 - opacity[lane] }
        kernels.accumulate(Int32(layers[2].outputs), rest.start, room.features.start, sums)
    }

    /// Leads slopes of the features back.
    ///
    /// - Parameters:
    ///   - room: What forwards left there.
    ///   - opacity: What the volume stops of each ray, `[lanes]`.
    ///   - slopes: Of the features, `[features][lanes]`.
    ///   - gradient: Of the image's numbers; added to.
    ///   - opacitySlopes: Added to, `[lanes]`.
    func leadBack(
        in room: SphereRoom, opacity: UnsafePointer<Float>, _ slopes: UnsafePointer<Float>,
        gradient: UnsafeMutablePointer<Float>, opacitySlopes: UnsafeMutablePointer<Float>
    ) {
        let features = layers[2].outputs
        for lane in 0..<lanes { rest.start[lane] = 1 - opacity[lane] }
        restSlopes.start.update(repeating: 0, count: lanes)
        featureSlopes.start.update(repeating: 1, count: features * lanes)
        kernels.sample_slopes(
            Int32(features), rest.start, slopes, room.features.start, featureSlopes.start,
            restSlopes.start)
        for lane in 0..<lanes { opacitySlopes[lane] -= restSlopes.start[lane] }
        layers[2].leadBack(
            panels: 1, featureSlopes.panel, x: room.blocks[1].sines.panel, gradient: gradient,
            to: upstream.panel)
        for index in [1, 0] {
            let slopes = room.blocks[index].slopes
            kernels.multiply(layers[index].outputs * lanes, upstream.start, slopes.start)
            layers[index].leadBack(
                panels: 1, slopes.panel,
                x: index == 0 ? room.points.panel : room.blocks[0].sines.panel,
                gradient: gradient, to: index == 0 ? nil : upstream.panel)
        }
    }
}

/// What happened behind the head to the rays of a panel.
final class SphereRoom {
    /// Where rays leave the sphere.
    let points: PanelBuffer
    /// Of each block: its outputs, and the slopes of its sines.
    let blocks: [(sines: PanelBuffer, slopes: PanelBuffer)]
    let features: PanelBuffer

    init(_ generator: GeneratorConfiguration, lanes: Int) {
        let width = generator.background.width
        points = PanelBuffer(count: 3 * lanes)
        blocks = (0..<2).map { _ in
            (PanelBuffer(count: width * lanes), PanelBuffer(count: width * lanes))
        }
        features = PanelBuffer(count: generator.nerf.features * lanes)
    }
}

extension PanelBuffer {
    /// The one panel that this is.
    var panel: Panels { Panels(start: start, stride: 0) }
}
