import CIPS3DModel

/// A picture that is filled tile by tile.
struct RenderedPicture {
    private(set) var pixels: RenderedPixels
    private var done = 0

    /// The share of the pixels that are there.
    var share: Double { Double(done) / Double(pixels.depth.count) }

    init(count: Int) {
        let zeros = [Float](repeating: 0, count: 3 * count)
        pixels = RenderedPixels(
            pixels: 0..<count, color: zeros, auxiliary: zeros,
            depth: [Float](repeating: 0, count: count))
    }

    /// Puts a tile into its place.
    mutating func place(_ tile: RenderedPixels) {
        let channels = 3 * tile.pixels.lowerBound..<3 * tile.pixels.upperBound
        pixels.color.replaceSubrange(channels, with: tile.color)
        pixels.auxiliary.replaceSubrange(channels, with: tile.auxiliary)
        pixels.depth.replaceSubrange(tile.pixels, with: tile.depth)
        done += tile.pixels.count
    }
}
