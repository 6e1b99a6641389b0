import Foundation

/// A fixed positional encoding, for comparison with the learned one.
///
///     x -> [x, sin x, cos x, sin 2x, cos 2x, ..., sin 2^(K-1) x, cos 2^(K-1) x]
///
/// An ablation: it is computed number by number.
struct PointEncoding {
    /// K; 0 leaves points as they are.
    let octaves: Int

    /// Channels of an encoded point.
    var width: Int { 3 + 6 * octaves }

    /// Writes the encoding below the coordinates of a panel, `[width][lanes]`.
    func extend(_ points: UnsafeMutablePointer<Float>, lanes: Int) {
        let coordinates = 3 * lanes
        for octave in 0..<octaves {
            let scale = Float(1 << octave)
            let sines = points + (1 + 2 * octave) * coordinates
            for index in 0..<coordinates {
                sines[index] = sin(points[index] * scale)
                sines[coordinates + index] = cos(points[index] * scale)
            }
        }
    }
}
