import CIPS3DModel

/// A run of the pixels of one picture, as plain numbers.
public struct RenderedPixels: Sendable, Equatable {
    /// Which pixels, counted row by row from the top left.
    public var pixels: Range<Int>
    /// RGB in [-1, 1], painted by the INR, `[count · 3]`.
    public var color: [Float]
    /// RGB in [-1, 1], read straight off the NeRF's feature, `[count · 3]`.
    public var auxiliary: [Float]
    /// Mean distance of each ray's weight, `[count]` in scene units.
    public var depth: [Float]
    /// The part of each ray that the volume stops, in [0, 1], `[count]`; the rest sees what is behind.
    public var opacity: [Float]

    /// Given pixels.
    ///
    /// - Parameters:
    ///   - pixels: Which pixels.
    ///   - color: `[count · 3]`.
    ///   - auxiliary: `[count · 3]`.
    ///   - depth: `[count]`.
    ///   - opacity: `[count]`.
    public init(
        pixels: Range<Int>, color: [Float], auxiliary: [Float], depth: [Float], opacity: [Float]
    ) {
        self.pixels = pixels
        (self.color, self.auxiliary) = (color, auxiliary)
        (self.depth, self.opacity) = (depth, opacity)
    }

    /// Pixels of which none is rendered yet.
    ///
    /// - Parameter count: How many.
    package init(blank count: Int) {
        let zeros = { (channels: Int) in [Float](repeating: 0, count: channels * count) }
        self.init(
            pixels: 0..<count, color: zeros(3), auxiliary: zeros(3), depth: zeros(1),
            opacity: zeros(1))
    }

    /// Puts a run into its place.
    ///
    /// - Parameter run: Some of these pixels.
    package mutating func place(_ run: RenderedPixels) {
        let channels = 3 * run.pixels.lowerBound..<3 * run.pixels.upperBound
        color.replaceSubrange(channels, with: run.color)
        auxiliary.replaceSubrange(channels, with: run.auxiliary)
        depth.replaceSubrange(run.pixels, with: run.depth)
        opacity.replaceSubrange(run.pixels, with: run.opacity)
    }

    /// The same pixels, where what no sample of a ray took lies at a distance.
    ///
    /// Where a sphere stands behind the head, the depth is not that of a surface: it is the sum of the
    /// weights times their distances, and the weights sum to the opacity.
    ///
    /// - Parameter distance: Of the rest, in scene units.
    /// - Returns: Pixels with `depth + (1 - opacity) · distance` as their depth.
    public func withRestAt(_ distance: Double) -> RenderedPixels {
        var pixels = self
        for index in depth.indices { pixels.depth[index] += (1 - opacity[index]) * Float(distance) }
        return pixels
    }

    /// Puts runs together.
    ///
    /// - Parameter runs: Together they have to be all the pixels of a picture.
    public init(joining runs: [RenderedPixels]) {
        let sorted = runs.sorted { $0.pixels.lowerBound < $1.pixels.lowerBound }
        pixels = 0..<sorted.reduce(0) { $0 + $1.pixels.count }
        color = sorted.flatMap(\.color)
        auxiliary = sorted.flatMap(\.auxiliary)
        depth = sorted.flatMap(\.depth)
        opacity = sorted.flatMap(\.opacity)
    }
}
