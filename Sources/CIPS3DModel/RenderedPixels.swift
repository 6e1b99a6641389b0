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

    /// Given pixels.
    ///
    /// - Parameters:
    ///   - pixels: Which pixels.
    ///   - color: `[count · 3]`.
    ///   - auxiliary: `[count · 3]`.
    ///   - depth: `[count]`.
    public init(pixels: Range<Int>, color: [Float], auxiliary: [Float], depth: [Float]) {
        self.pixels = pixels
        (self.color, self.auxiliary, self.depth) = (color, auxiliary, depth)
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
    }
}
