/// The middle of a frontal picture, where the face is and its outline and the background are not.
package enum MiddleDisc {
    /// Its radius, of half the picture's side.
    package static let radius = 0.6

    /// The pixels whose centres lie within it.
    ///
    ///     x² + y² <= radius²,  where the picture's grid runs from -1 to 1 with both ends
    ///
    /// - Parameter size: Pixels on a side, at least 2.
    /// - Returns: Counted row by row from the top left.
    package static func pixels(size: Int) -> [Int] { pixels(size: size, radii: 0...radius) }

    /// The pixels whose centres lie within a ring.
    ///
    /// - Parameters:
    ///   - size: Pixels on a side, at least 2.
    ///   - radii: Of half the picture's side.
    /// - Returns: Counted row by row from the top left.
    package static func pixels(size: Int, radii: ClosedRange<Double>) -> [Int] {
        let squares = radii.lowerBound * radii.lowerBound...radii.upperBound * radii.upperBound
        let places = (0..<size).map { -1 + 2 * Double($0) / Double(size - 1) }
        return (0..<size * size).filter { pixel in
            let (x, y) = (places[pixel % size], places[pixel / size])
            return squares.contains(x * x + y * y)
        }
    }
}
