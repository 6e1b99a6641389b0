import CIPS3DModel
import Foundation
import GANMetrics

/// Pictures of surfaces whose distance is computed exactly, without samples.
enum ExactSurfaces {
    /// A black picture with the depths of a function of origin and direction; nil is no surface.
    static func picture(
        _ camera: Camera, size: Int,
        distance: (_ origin: SIMD3<Double>, _ direction: SIMD3<Double>) -> Double?
    ) -> SurfacePicture {
        let grid = PixelGrid(size: size, fieldOfView: camera.fieldOfView)
        let (right, up, backward) = camera.axes
        let depth = (0..<size * size).map { pixel in
            let d = SIMD3<Double>(grid.direction(pixel))
            let direction = d.x * right + d.y * up + d.z * backward
            return distance(camera.origin, direction).map { Float($0) } ?? .nan
        }
        return SurfacePicture(
            camera: camera, size: size, color: Array(repeating: 0, count: 3 * size * size),
            depth: depth)
    }

    /// A sphere around the middle.
    static func sphere(radius: Double, _ camera: Camera, size: Int) -> SurfacePicture {
        picture(camera, size: size) { origin, direction in
            // Directions in single precision are not quite of length 1.
            let square = dot(direction, direction)
            let middle = -dot(origin, direction) / square
            let half = (radius * radius - dot(origin, origin)) / square + middle * middle
            return half >= 0 ? middle - half.squareRoot() : nil
        }
    }

    /// A plane through a point.
    static func plane(
        normal: SIMD3<Double>, through point: SIMD3<Double>, _ camera: Camera, size: Int
    ) -> SurfacePicture {
        picture(camera, size: size) { origin, direction in
            dot(point - origin, normal) / dot(direction, normal)
        }
    }

    /// A camera so far away that its rays are parallel but for 1 in 500.
    ///
    /// - Parameter reach: Where the middle disc's edge lies on a sphere of radius 1, from its axis.
    /// - Returns: Looking from the front.
    static func parallelCamera(reach: Double) -> Camera {
        var camera = Camera(CameraConfiguration())
        camera.distance = 500
        let edge = reach / (camera.distance - (1 - reach * reach).squareRoot())
        camera.fieldOfView = .radians(2 * atan(edge / MiddleDisc.radius))
        (camera.near, camera.far) = (499, 501)
        return camera
    }
}
