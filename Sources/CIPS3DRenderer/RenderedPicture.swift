import CIPS3DModel

/// A picture that is filled tile by tile.
struct RenderedPicture {
    private(set) var pixels: RenderedPixels
    private var done = 0

    /// The share of the pixels that are there.
    var share: Double { Double(done) / Double(pixels.depth.count) }

    init(count: Int) {
        let zeros = { (numbers: Int) in [Float](repeating: 0, count: numbers * count) }
        pixels = RenderedPixels(
            pixels: 0..<count, color: zeros(3), auxiliary: zeros(3), depth: zeros(1),
            opacity: zeros(1))
    }

    /// Puts a tile into its place.
    mutating func place(_ tile: RenderedPixels) {
        let channels = 3 * tile.pixels.lowerBound..<3 * tile.pixels.upperBound
        pixels.color.replaceSubrange(channels, with: tile.color)
        pixels.auxiliary.replaceSubrange(channels, with: tile.auxiliary)
        pixels.depth.replaceSubrange(tile.pixels, with: tile.depth)
        pixels.opacity.replaceSubrange(tile.pixels, with: tile.opacity)
        done += tile.pixels.count
    }
}
