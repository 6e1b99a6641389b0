import ImageFiles
import Testing

/// The largest difference of two images of one size.
func largestDifference(_ a: Image, _ b: Image) throws -> Int {
    try #require(a.width == b.width && a.height == b.height)
    return zip(a.pixels, b.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

/// An image of values that look random and are the same each time.
func noise(width: Int, height: Int, seed: UInt64) -> Image {
    var generator = LinearGenerator(state: seed)
    return Image(
        width: width, height: height,
        pixels: (0..<3 * width * height).map { _ in UInt8.random(in: 0...255, using: &generator) })
}

/// Knuth's linear congruential generator: the tests' noise must not change from run to run.
struct LinearGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
