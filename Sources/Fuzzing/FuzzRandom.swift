/// SplitMix64: the same numbers in every run and on every machine.
public struct FuzzRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Numbers that follow from a seed.
    public init(seed: UInt64) { state = seed }

    /// The numbers of one case of a seed.
    ///
    /// - Parameters:
    ///   - seed: Which cases.
    ///   - index: Which one of them.
    public init(seed: UInt64, index: Int) {
        var outer = FuzzRandom(seed: seed)
        state = outer.next() ^ UInt64(truncatingIfNeeded: index) &* 0xD6E8_FEB8_6659_FD93
    }

    /// The next number, evenly distributed over all of 64 bits.
    ///
    /// - Returns: The number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 to below a bound, which is at least 1.
    public mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
