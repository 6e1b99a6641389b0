import Foundation

extension HeadCodes {
    /// A head on the great circle between the codes of two, each kind of code by itself.
    ///
    ///     sin((1 - t) φ) / sin φ · a + sin(t φ) / sin φ · b,  φ the angle between a and b
    ///
    /// The codes keep the length that normal numbers have, which a straight line would shorten.
    ///
    /// Source: Shoemake, *Animating rotation with quaternion curves* (1985).
    ///
    /// - Parameters:
    ///   - target: The head at 1.
    ///   - share: Where on the way, from 0 to 1.
    /// - Returns: Codes of the same widths.
    public func interpolated(to target: HeadCodes, share: Double) -> HeadCodes {
        HeadCodes(
            shape: Self.slerp(shape, target.shape, share),
            appearance: Self.slerp(appearance, target.appearance, share))
    }

    private static func slerp(_ a: [Float], _ b: [Float], _ share: Double) -> [Float] {
        let dot = { (x: [Float], y: [Float]) in
            zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let lengths = (dot(a, a) * dot(b, b)).squareRoot()
        let angle = lengths > 0 ? acos(min(1, max(-1, dot(a, b) / lengths))) : 0
        // Codes in one direction have no great circle of their own; the line is one.
        let (first, second) =
            sin(angle) < 1e-6
            ? (1 - share, share)
            : (sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle))
        return zip(a, b).map { Float(first * Double($0) + second * Double($1)) }
    }
}
