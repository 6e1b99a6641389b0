/// The random numbers of one pixel of a jittered picture.
///
/// They depend on the seed and on the pixel alone, so that every engine, however it groups
/// pixels, draws the same ones: first a jitter for each sample, then, where there is a second
/// pass, a draw for each of its samples.
///
/// SplitMix64, begun at the pixel's place in the sequence of the seed; the upper 24 bits make a
/// number in [0, 1).
///
/// Source: Steele, Lea and Flood, *Fast splittable pseudorandom number generators* (2014).
package struct PixelDraws: Sendable {
    private var state: UInt64

    /// The numbers of a pixel, from the first.
    ///
    /// - Parameters:
    ///   - seed: Of the picture.
    ///   - pixel: Counted row by row from the top left.
    package init(seed: UInt64, pixel: Int) {
        // Mixed twice: neighbouring seeds and pixels get unrelated sequences.
        state = Self.mixed(Self.mixed(seed) &+ UInt64(pixel) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// The next number with uniform distribution.
    ///
    /// - Returns: A multiple of 2⁻²⁴ in [0, 1).
    package mutating func nextUniform() -> Float {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Float(Self.mixed(state) >> 40) * 0x1p-24
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
