/// Random numbers that are the same, bit for bit, on every machine.
///
/// Latents are drawn with this and with nothing else, so that seed 7 is the same head everywhere.
///
/// **Bits: xoshiro256\*\***. State s₀…s₃ of 64 bits each; `rotl` rotates to the left:
///
///     result = rotl(s1 · 5, 7) · 9
///     t = s1 << 17;  s2 ^= s0;  s3 ^= s1;  s1 ^= s2;  s0 ^= s3;  s2 ^= t;  s3 = rotl(s3, 45)
///
/// **State from a seed: SplitMix64**, four times, for s₀ to s₃ in turn, beginning with x = seed:
///
///     x += 0x9E3779B97F4A7C15;  z = x
///     z = (z ^ (z >> 30)) · 0xBF58476D1CE4E5B9
///     z = (z ^ (z >> 27)) · 0x94D049BB133111EB
///     result = z ^ (z >> 31)
///
/// **Streams**: stream k of a seed begins k jumps of 2¹²⁸ numbers after the first, so that streams
/// never overlap. The jump polynomial is 0x180EC6D33CFD0ABA, 0xD5A61266F0C9392C,
/// 0xA9582618E03FC9AA, 0x39ABDC4529B1661C.
///
/// **Uniform**: `(bits >> 11) · 2⁻⁵³`, in [0, 1).
///
/// **Normal: Marsaglia's polar method.** Draw u and v as `2 · uniform − 1`, in this order, until
/// `s = u · u + v · v` is below 1 and not 0; then with `m = √(−2 · ln s / s)` the next two numbers
/// are `u · m` and `v · m`. The logarithm is `portableLogarithm`, which like the rest uses
/// only operations that IEEE 754 rounds exactly; Swift never fuses a product and a sum.
///
/// Sources: Blackman and Vigna, *Scrambled linear pseudorandom number generators*
/// (arXiv:1805.01407; prng.di.unimi.it); Steele, Lea and Flood, *Fast splittable pseudorandom
/// number generators* (2014); Marsaglia and Bray, *A convenient method for generating normal
/// variables* (1964).
package struct LatentGenerator: Sendable, RandomNumberGenerator {
    /// What numbers are for; streams of one seed are independent.
    package enum Stream: Int, Sendable, CaseIterable {
        /// Shape codes, `z_nerf`.
        case shape
        /// Appearance codes, `z_inr`.
        case appearance
        /// Shape codes whose styles are averaged for truncation.
        case meanShape
        /// Appearance codes whose styles are averaged for truncation.
        case meanAppearance
        /// The order of the photographs in training.
        case photographs
        /// The cameras of images that are measured.
        case views
        /// Which images are compared where not all are.
        case subsets
    }

    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64
    /// The second number of a pair that the polar method made.
    private var spareNormal: Double?

    /// A generator at the beginning of a stream.
    ///
    /// - Parameters:
    ///   - seed: Any number.
    ///   - stream: Which of the seed's sequences.
    package init(seed: UInt64, stream: Stream) {
        var x = seed
        func splitMix() -> UInt64 {
            x &+= 0x9E37_79B9_7F4A_7C15
            var z = x
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        s0 = splitMix()
        s1 = splitMix()
        s2 = splitMix()
        s3 = splitMix()
        for _ in 0..<stream.rawValue { jump() }
    }

    /// The next 64 random bits.
    ///
    /// - Returns: Any number, all equally likely.
    package mutating func next() -> UInt64 {
        let result = Self.rotated(s1 &* 5, by: 7) &* 9
        let t = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = Self.rotated(s3, by: 45)
        return result
    }

    /// The next number with uniform distribution.
    ///
    /// - Returns: A multiple of 2⁻⁵³ in [0, 1).
    package mutating func nextUniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// The next number with standard normal distribution.
    ///
    /// - Returns: A number with mean 0 and variance 1.
    package mutating func nextNormal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        while true {
            let u = 2 * nextUniform() - 1
            let v = 2 * nextUniform() - 1
            let s = u * u + v * v
            guard s < 1, s > 0 else { continue }
            let m = (-2 * portableLogarithm(s) / s).squareRoot()
            spareNormal = v * m
            return u * m
        }
    }

    /// The next numbers with standard normal distribution, each rounded to single precision.
    ///
    /// - Parameter count: How many.
    /// - Returns: The numbers in the order of drawing.
    package mutating func nextNormals(_ count: Int) -> [Float] {
        var normals: [Float] = []
        normals.reserveCapacity(count)
        for _ in 0..<count { normals.append(Float(nextNormal())) }
        return normals
    }

    /// Goes on by 2¹²⁸ numbers.
    private mutating func jump() {
        let polynomial: [UInt64] = [
            0x180E_C6D3_3CFD_0ABA, 0xD5A6_1266_F0C9_392C,
            0xA958_2618_E03F_C9AA, 0x39AB_DC45_29B1_661C,
        ]
        var sum: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for word in polynomial {
            for bit in 0..<64 {
                if (word >> UInt64(bit)) & 1 == 1 {
                    sum = (sum.0 ^ s0, sum.1 ^ s1, sum.2 ^ s2, sum.3 ^ s3)
                }
                _ = next()
            }
        }
        (s0, s1, s2, s3) = sum
    }

    private static func rotated(_ x: UInt64, by count: UInt64) -> UInt64 {
        (x << count) | (x >> (64 - count))
    }
}
