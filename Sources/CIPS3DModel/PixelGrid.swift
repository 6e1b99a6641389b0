import Foundation

/// The unit directions of a square picture's pixels in camera space.
///
/// The grid runs from -1 to 1 with both ends, top row first; the image plane is at
/// -1 / tan(fov / 2).
package struct PixelGrid: Sendable {
    private let plane: Double
    /// Columns from left to right, and negated the rows from the top.
    private let places: [Double]

    /// The grid of a picture.
    ///
    /// - Parameters:
    ///   - size: Pixels on a side.
    ///   - fieldOfView: Opening angle of a side.
    package init(size: Int, fieldOfView: Angle) {
        plane = -1 / tan(fieldOfView.radians / 2)
        places = (0..<size).map { size == 1 ? -1 : -1 + 2 * Double($0) / Double(size - 1) }
    }

    /// The direction of a pixel.
    ///
    /// - Parameter pixel: Counted row by row from the top left.
    /// - Returns: A vector of length 1.
    package func direction(_ pixel: Int) -> SIMD3<Float> {
        let (row, column) = pixel.quotientAndRemainder(dividingBy: places.count)
        return SIMD3<Float>(normalized(SIMD3(places[column], -places[row], plane)))
    }
}
