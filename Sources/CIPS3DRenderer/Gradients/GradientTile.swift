import CIPS3DModel
import CKernels
import InnerLoops

/// Leads slopes of the pixels of one image back to its folded weights, a few panels of rays at a time.
///
/// Everything between is computed again, so that nothing is kept of a pixel and memory does not grow with
/// their number. Belongs to one thread.
final class GradientTile {
    /// Panels of a tile: enough for the sums over their points to be worth loading a weight's gradient, few
    /// enough for the activations of all layers to stay in the second-level cache.
    private static let panels = 4

    private let field: FieldGradient
    private let inr: INRGradient
    private let auxiliary: GradientLayer
    private let kernels: ck_kernels
    private let lanes: Int
    private let width: Int
    private var rays: [RayPanel] = []
    private let rooms: [FieldRoom]
    private let features: PanelBuffer
    private let featureSlopes: PanelBuffer
    private let auxiliaryColors: PanelBuffer
    private let colorSlopes: PanelBuffer
    private let auxiliarySlopes: PanelBuffer

    /// Room for tiles.
    ///
    /// - Parameters:
    ///   - configuration: The generator and its camera.
    ///   - layout: Where its layers are.
    ///   - kernels: The inner loops.
    init(_ configuration: ModelConfiguration, layout: FoldedLayout, kernels: Kernels) {
        let (lanes, panels) = (kernels.lanes, Self.panels)
        let turned = TurnedPanels(
            panels: max(panels, configuration.camera.allSamples), outputs: layout.widest,
            lanes: lanes)
        field = FieldGradient(configuration, layout: layout, turned: turned, kernels: kernels)
        inr = INRGradient(layout, panels: panels, turned: turned, kernels: kernels)
        auxiliary = GradientLayer(layout.auxiliary, turned: turned, kernels: kernels)
        rooms = (0..<panels).map { [field] _ in
            field.makeRoom(configuration, kernels: kernels)
        }
        self.kernels = kernels.functions
        self.lanes = lanes
        width = layout.feature.outputs
        let buffer = { (channels: Int) in PanelBuffer(count: panels * channels * lanes) }
        (features, featureSlopes) = (buffer(width), buffer(width))
        (auxiliaryColors, colorSlopes, auxiliarySlopes) = (buffer(3), buffer(3), buffer(3))
    }

    /// Rays of a tile.
    var length: Int { Self.panels * lanes }

    /// Takes an image.
    ///
    /// - Parameters:
    ///   - folded: Its numbers.
    ///   - batch: Its rays.
    ///   - camera: How they are sampled.
    func take(_ folded: UnsafePointer<Float>, _ batch: RayBatch, camera: CameraConfiguration) {
        field.take(folded)
        inr.take(folded)
        auxiliary.take(folded)
        rays = rooms.map { _ in RayPanel(batch, camera: camera, lanes: lanes) }
    }

    /// Leads slopes of some rays' colours back.
    ///
    /// - Parameters:
    ///   - run: At most `length` rays of the image.
    ///   - slopes: Of all its rays.
    ///   - learnsField: Whether slopes go beyond the features.
    ///   - gradient: Of the image's numbers; added to.
    func leadBack(
        _ run: Range<Int>, _ slopes: PixelSlopes, learnsField: Bool,
        gradient: UnsafeMutablePointer<Float>
    ) {
        let count = (run.count + lanes - 1) / lanes
        let (places, ofFeatures) = (panels(features), panels(featureSlopes))
        for panel in 0..<count {
            let first = run.lowerBound + panel * lanes
            rays[panel].fill(first..<min(first + lanes, run.upperBound))
            field(rays[panel], in: rooms[panel], to: places[panel])
        }
        if let ofColor = slopes.color {
            inr(count, places)
            place(ofColor, run, to: colorSlopes)
            inr.leadBack(
                count, colorSlopes, features: places, gradient: gradient, to: ofFeatures)
        } else {
            featureSlopes.start.update(repeating: 0, count: featureSlopes.count)
        }
        leadBackAuxiliary(count, run, slopes, gradient: gradient)
        guard learnsField else { return }
        for panel in 0..<count {
            field.leadBack(
                rays[panel], in: rooms[panel], ofFeatures[panel], gradient: gradient)
        }
    }

    private func leadBackAuxiliary(
        _ count: Int, _ run: Range<Int>, _ slopes: PixelSlopes,
        gradient: UnsafeMutablePointer<Float>
    ) {
        guard let ofAuxiliary = slopes.auxiliary else { return }
        let colors = Panels(start: auxiliaryColors.start, stride: 3 * lanes)
        auxiliary(panels: count, panels(features), to: colors)
        kernels.tanh(count * 3 * lanes, colors.start)
        place(ofAuxiliary, run, to: auxiliarySlopes)
        kernels.tanh_slope(count * 3 * lanes, colors.start, auxiliarySlopes.start)
        auxiliary.leadBack(
            panels: count, Panels(start: auxiliarySlopes.start, stride: 3 * lanes),
            x: panels(features), gradient: gradient, to: panels(featureSlopes), adds: true)
    }

    /// From `[rays][3]` to `[panels][3][lanes]`; lanes without a ray have no slopes.
    private func place(
        _ slopes: UnsafePointer<Float>, _ run: Range<Int>, to buffer: PanelBuffer
    ) {
        buffer.start.update(repeating: 0, count: buffer.count)
        for (index, ray) in run.enumerated() {
            let (panel, lane) = index.quotientAndRemainder(dividingBy: lanes)
            for channel in 0..<3 {
                buffer.start[(panel * 3 + channel) * lanes + lane] = slopes[ray * 3 + channel]
            }
        }
    }

    private func panels(_ buffer: PanelBuffer) -> Panels {
        Panels(start: buffer.start, stride: width * lanes)
    }
}

/// Slopes of the colours of an image's rays, `[rays][3]`; nil where nobody looks.
struct PixelSlopes {
    let color: UnsafePointer<Float>?
    let auxiliary: UnsafePointer<Float>?
}
