import CKernels
import InnerLoops

/// From the features of some panels to their colours, all layers while the pixels are in the cache.
///
/// Belongs to one thread.
final class INRPass {
    /// What the activations of a tile may take, in bytes.
    ///
    /// Four fifths of a second-level cache of 512 KiB: the rest is for the weights that pass.
    private static let cache = 400_000

    private let inr: StyledINR
    private let kernels: ck_kernels
    private let lanes: Int
    /// Panels of a tile.
    let panels: Int
    /// Channels that a hidden panel has room for.
    private let rows: Int
    private let hidden: PanelBuffer
    private let between: PanelBuffer
    /// Features as the first block wants them, where these are others than given.
    private let narrowFeatures: PanelBuffer
    private let featureRows: Int
    private let rgb: PanelBuffer

    /// Room for a network.
    ///
    /// - Parameters:
    ///   - inr: The network.
    ///   - kernels: The inner loops.
    ///   - panels: Panels of a tile; nil is as many as the cache holds.
    init(_ inr: StyledINR, kernels: Kernels, panels: Int? = nil) {
        self.inr = inr
        self.kernels = kernels.functions
        lanes = kernels.lanes
        rows = kernels.words(inr.width, narrow: inr.isNarrow)
        featureRows = kernels.words(inr.features, narrow: inr.isNarrow)
        let panels = panels ?? Self.panels(rows: rows, lanes: lanes)
        self.panels = panels
        hidden = PanelBuffer(count: panels * rows * lanes)
        between = PanelBuffer(count: panels * rows * lanes)
        narrowFeatures = PanelBuffer(count: inr.isNarrow ? panels * featureRows * lanes : 0)
        rgb = PanelBuffer(count: panels * 3 * lanes)
    }

    /// Panels whose activations fit the cache, from 1 to 8.
    private static func panels(rows: Int, lanes: Int) -> Int {
        // Without blocks there are no activations.
        let panelBytes = max(2 * rows * lanes * MemoryLayout<Float>.stride, 1)
        return min(max(cache / panelBytes, 1), 8)
    }

    /// Paints panels of pixels.
    ///
    /// - Parameters:
    ///   - count: How many panels, at most `panels`.
    ///   - features: `[count][features][lanes]`.
    /// - Returns: RGB in [-1, 1], NaN where it is beyond measure, `[count][3][lanes]`; valid until the
    ///   next call.
    func paint(
        _ count: Int, features: UnsafeMutablePointer<Float>
    ) -> UnsafePointer<Float> {
        let stride = rows * lanes
        for index in 0..<count * 3 * lanes {
            rgb.start[index] = inr.paintBias[index / lanes % 3]
        }
        var (x, xStride) = prepared(features, count: count)
        for block in inr.blocks {
            block.first(
                panels: count, x, xStride: xStride, to: between.start, yStride: stride)
            block.second(
                panels: count, between.start, xStride: stride, to: hidden.start, yStride: stride,
                sums: rgb.start, sumsStride: 3 * lanes)
            (x, xStride) = (hidden.start, stride)
        }
        Overflow.mark(rgb.start, count: count * 3 * lanes)
        kernels.tanh(count * 3 * lanes, rgb.start)
        return UnsafePointer(rgb.start)
    }

    /// The features as the first block reads them; where it adds them, they stand in its place.
    private func prepared(
        _ features: UnsafeMutablePointer<Float>, count: Int
    ) -> (UnsafeMutablePointer<Float>, Int) {
        var (x, stride) = (features, inr.features * lanes)
        if inr.isNarrow {
            for panel in 0..<count {
                kernels.narrow(
                    Int32(inr.features), features + panel * stride, 0,
                    narrowFeatures.start + panel * featureRows * lanes)
            }
            (x, stride) = (narrowFeatures.start, featureRows * lanes)
        }
        if inr.addsFeatures { hidden.start.update(from: x, count: count * stride) }
        return (x, stride)
    }
}
