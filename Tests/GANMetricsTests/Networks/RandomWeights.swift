import GANMetrics

/// Weights that are a function of a tensor's name: what `make_fixtures.py` gave the independent
/// implementations.
enum RandomWeights {
    /// Weights of any network.
    static var all: NetworkWeights { NetworkWeights(values: values) }

    /// Weights of which a tensor is of another shape, to be found by a network.
    static func values(_ name: String, _ shape: [Int]) -> [Float] {
        let u = uniform(name, shape.reduce(1, *))
        if shape.count == 4 {
            let limit = (6 / Double(shape[1] * shape[2] * shape[3])).squareRoot()
            return u.map { Float($0 * limit) }
        }
        if name.hasSuffix("running_var") { return u.map { Float(1 + 0.5 * $0) } }
        if name.hasSuffix("running_mean") { return u.map { Float(0.1 * $0) } }
        if name.hasSuffix("weight") { return u.map { Float(1 + 0.2 * $0) } }
        return u.map { Float(0.1 + 0.1 * $0) }
    }

    /// Numbers in [-1, 1): SplitMix64 from the FNV-1a hash of the name, upper 24 bits.
    private static func uniform(_ name: String, _ count: Int) -> [Double] {
        let seed = name.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return (0..<count).map { index in
            var z = seed &+ (UInt64(index) &+ 1) &* 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            z ^= z >> 31
            return Double(z >> 40) * 0x1p-23 - 1
        }
    }
}
