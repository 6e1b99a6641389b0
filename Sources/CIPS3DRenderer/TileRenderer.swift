import CIPS3DModel
import HeadPictures
import InnerLoops

/// Renders tiles of a picture: runs of rays, from their directions to their colours.
///
/// Belongs to one thread and has all of its room, so that nothing grows with the picture. A lane
/// never sees another, so that a ray's result does not depend on its tile.
final class TileRenderer {
    private let head: HeadLayers
    private let fieldPass: FieldPass
    private let inrPass: INRPass
    private let rays: RayPanel
    private let features: PanelBuffer
    private let auxiliary: PanelBuffer
    private let depth: PanelBuffer
    private let opacity: PanelBuffer

    private var lanes: Int { head.kernels.lanes }

    /// Room for tiles.
    ///
    /// - Parameters:
    ///   - head: What is rendered.
    ///   - batch: The rays.
    ///   - panels: Panels of a tile; nil is as many as the cache holds.
    init(_ head: HeadLayers, batch: RayBatch, panels: Int? = nil) {
        self.head = head
        fieldPass = FieldPass(head)
        inrPass = INRPass(head.inr, kernels: head.kernels, panels: panels)
        let lanes = head.kernels.lanes
        rays = RayPanel(batch, camera: head.camera, lanes: lanes)
        features = PanelBuffer(count: inrPass.panels * head.inr.features * lanes)
        auxiliary = PanelBuffer(count: inrPass.panels * 3 * lanes)
        depth = PanelBuffer(count: inrPass.panels * lanes)
        opacity = PanelBuffer(count: inrPass.panels * lanes)
    }

    /// Rays of a tile.
    var tileLength: Int { inrPass.panels * lanes }

    /// Renders a run of rays.
    ///
    /// - Parameter run: At most `tileLength` rays.
    /// - Returns: Their pixels.
    func render(_ run: Range<Int>) -> RenderedPixels {
        let panels = (run.count + lanes - 1) / lanes
        let featureStride = head.inr.features * lanes
        for panel in 0..<panels {
            let first = run.lowerBound + panel * lanes
            rays.fill(first..<min(first + lanes, run.upperBound))
            fieldPass(
                rays, features: features.start + panel * featureStride,
                depth: depth.start + panel * lanes, opacity: opacity.start + panel * lanes)
        }
        head.field.auxiliaryHead(
            panels: panels, features.start, xStride: featureStride, to: auxiliary.start,
            yStride: 3 * lanes)
        Overflow.mark(auxiliary.start, count: panels * 3 * lanes)
        head.kernels.functions.tanh(panels * 3 * lanes, auxiliary.start)
        let color =
            head.inr.blocks.isEmpty
            ? UnsafePointer(auxiliary.start) : inrPass.paint(panels, features: features.start)
        return RenderedPixels(
            pixels: run, color: interleaved(color, count: run.count),
            auxiliary: interleaved(UnsafePointer(auxiliary.start), count: run.count),
            depth: Array(UnsafeBufferPointer(start: depth.start, count: run.count)),
            opacity: Array(UnsafeBufferPointer(start: opacity.start, count: run.count)))
    }

    /// Renders all rays on the calling thread.
    static func picture(_ head: HeadLayers, _ batch: RayBatch) -> RenderedPixels {
        let renderer = TileRenderer(head, batch: batch)
        var picture = RenderedPixels(blank: batch.count)
        for first in stride(from: 0, to: batch.count, by: renderer.tileLength) {
            picture.place(
                renderer.render(first..<min(first + renderer.tileLength, batch.count)))
        }
        return picture
    }

    /// From `[panels][3][lanes]` to `[count · 3]`.
    private func interleaved(_ panels: UnsafePointer<Float>, count: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: 3 * count) { pixels, initialized in
            for pixel in 0..<count {
                let (panel, lane) = pixel.quotientAndRemainder(dividingBy: lanes)
                for channel in 0..<3 {
                    pixels[3 * pixel + channel] = panels[(3 * panel + channel) * lanes + lane]
                }
            }
            initialized = 3 * count
        }
    }
}
