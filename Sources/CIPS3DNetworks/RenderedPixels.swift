/// A run of the pixels of one picture, as plain numbers.
public struct RenderedPixels: Sendable, Equatable {
    /// Which pixels, counted row by row from the top left.
    public let pixels: Range<Int>
    /// RGB in [-1, 1], painted by the INR, `[count · 3]`.
    public let color: [Float]
    /// RGB in [-1, 1], read straight off the NeRF's feature, `[count · 3]`.
    public let auxiliary: [Float]
    /// Mean distance of each ray's weight, `[count]` in scene units.
    public let depth: [Float]

    init(_ rays: RenderedRays, pixels: Range<Int>) {
        self.pixels = pixels
        color = rays.color.array()
        auxiliary = rays.auxiliary.array()
        depth = rays.depth.array()
    }

    /// Runs put together; they have to be all the pixels of a picture.
    init(joining runs: [RenderedPixels]) {
        let sorted = runs.sorted { $0.pixels.lowerBound < $1.pixels.lowerBound }
        pixels = 0..<sorted.reduce(0) { $0 + $1.pixels.count }
        color = sorted.flatMap(\.color)
        auxiliary = sorted.flatMap(\.auxiliary)
        depth = sorted.flatMap(\.depth)
    }
}
