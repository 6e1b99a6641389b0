import CIPS3DModel
import InnerLoops

/// What happened to the rays of a panel on their way to features.
final class FieldRoom {
    /// Where samples are, and their shares.
    let samples: PanelSamples
    /// Encoded points of all samples.
    let points: Panels
    /// Of each layer of the trunk: its outputs, and the slopes of its sines.
    let trunk: [(sines: Panels, slopes: Panels)]
    /// The same of the feature block.
    let featureSines: Panels
    let featureSlopes: Panels
    /// Composited sines, and below them the sum of the weights.
    let composited: PanelBuffer
    let sphere: SphereRoom
    private let buffers: [PanelBuffer]
    private let opacityStart: Int

    /// h, and below it the viewing direction where it is used.
    var hidden: Panels { trunk[trunk.count - 1].sines }
    /// The sum of each ray's weights, `[lanes]`.
    var opacity: UnsafeMutablePointer<Float> { composited.start + opacityStart }

    /// Room for the rays of a panel.
    ///
    /// - Parameters:
    ///   - configuration: The generator and its camera.
    ///   - points: Numbers of an encoded point.
    ///   - hidden: Inputs of the feature block.
    ///   - sines: Its outputs.
    ///   - kernels: The inner loops.
    init(
        _ configuration: ModelConfiguration, points: Int, hidden: Int, sines: Int, kernels: Kernels
    ) {
        let lanes = kernels.lanes
        let nerf = configuration.generator.nerf
        let samples = PanelSamples(
            configuration.generator, camera: configuration.camera, kernels: kernels)
        var buffers: [PanelBuffer] = []
        func panels(_ channels: Int) -> Panels {
            buffers.append(PanelBuffer(count: samples.total * channels * lanes))
            return Panels(start: buffers[buffers.count - 1].start, stride: channels * lanes)
        }
        self.points = panels(points)
        trunk = (0..<nerf.layers).map { index in
            (panels(index == nerf.layers - 1 ? hidden : nerf.width), panels(nerf.width))
        }
        featureSines = panels(sines)
        featureSlopes = panels(sines)
        composited = PanelBuffer(count: (sines + 1) * lanes)
        opacityStart = sines * lanes
        sphere = SphereRoom(configuration.generator, lanes: lanes)
        self.samples = samples
        self.buffers = buffers
    }
}

extension Panels {
    /// A panel.
    subscript(index: Int) -> UnsafeMutablePointer<Float> { start + index * stride }

    /// The panels from one on.
    func from(_ index: Int) -> Panels { Panels(start: self[index], stride: stride) }
}
