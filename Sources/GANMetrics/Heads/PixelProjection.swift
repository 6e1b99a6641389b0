import CIPS3DModel
import Foundation

/// Where points of the scene lie in a camera's picture: the inverse of `PixelGrid`.
///
/// With `v` the vector from the camera to the point in the camera's axes, and the image plane at
/// `plane = -1 / tan(fov / 2)`, where the grid runs from -1 to 1 with both ends and the top row is
/// the first:
///
///     column = (1 + v.x plane / v.z) / 2 · (size - 1)
///     row    = (1 - v.y plane / v.z) / 2 · (size - 1)
package struct PixelProjection {
    /// A point in a picture.
    package struct Place {
        /// From 0, the leftmost column, to size - 1.
        package let column: Double
        /// From 0, the top row, to size - 1.
        package let row: Double
        /// From the camera's origin, in scene units.
        package let distance: Double

        /// A place in a picture.
        ///
        /// - Parameters:
        ///   - column: Counted from the left.
        ///   - row: Counted from the top.
        ///   - distance: From the camera.
        package init(column: Double, row: Double, distance: Double) {
            (self.column, self.row, self.distance) = (column, row, distance)
        }
    }

    private let origin: SIMD3<Double>
    private let axes: (right: SIMD3<Double>, up: SIMD3<Double>, backward: SIMD3<Double>)
    private let plane: Double
    private let halfSpan: Double

    /// The projection of a camera.
    ///
    /// - Parameters:
    ///   - camera: From where.
    ///   - size: Pixels on a side.
    package init(_ camera: Camera, size: Int) {
        (origin, axes) = (camera.origin, camera.axes)
        plane = -1 / tan(camera.fieldOfView.radians / 2)
        halfSpan = Double(size - 1) / 2
    }

    /// Projects a point.
    ///
    /// - Parameter point: In the scene.
    /// - Returns: Its place, which may lie outside of the picture; nil where the point is not in
    ///   front of the camera, or is none (NaN).
    package func place(of point: SIMD3<Double>) -> Place? {
        let offset = point - origin
        let z = (offset * axes.backward).sum()
        guard z < 0 else { return nil }
        let (x, y) = ((offset * axes.right).sum() * plane / z, (offset * axes.up).sum() * plane / z)
        return Place(
            column: (1 + x) * halfSpan, row: (1 - y) * halfSpan,
            distance: (offset * offset).sum().squareRoot())
    }
}
