import Foundation

/// A camera that looks at the origin of the scene, y up.
///
/// The head faces +z. Positive yaw moves the camera towards +x, the head's left; positive pitch
/// moves it up:
///
///     origin = distance · (cos pitch · sin yaw, sin pitch, cos pitch · cos yaw)
///
/// The published angles are pi/2 minus these. Roll is never used.
public struct Camera: Sendable, Equatable {
    /// Rotation about the vertical axis.
    public var yaw: Angle
    /// Elevation.
    public var pitch: Angle
    /// Opening angle of the image's width and height.
    public var fieldOfView: Angle
    /// Distance from the origin, in scene units; the training cameras are at 1.
    public var distance: Double
    /// Distance along the ray of the first sample, in scene units.
    public var near: Double
    /// Distance along the ray of the last sample, in scene units.
    public var far: Double

    /// A camera at the given angles with the optics that the model was trained with.
    ///
    /// - Parameters:
    ///   - configuration: The training camera.
    ///   - yaw: Rotation about the vertical axis.
    ///   - pitch: Elevation.
    public init(_ configuration: CameraConfiguration, yaw: Angle = .zero, pitch: Angle = .zero) {
        self.yaw = yaw
        self.pitch = pitch
        fieldOfView = .degrees(configuration.fieldOfView)
        distance = 1
        near = configuration.near
        far = configuration.far
    }

    /// The camera's place, in scene units.
    public var origin: SIMD3<Double> { distance * direction }

    private var direction: SIMD3<Double> {
        let (p, y) = (pitch.radians, yaw.radians)
        return SIMD3(cos(p) * sin(y), sin(p), cos(p) * cos(y))
    }

    /// The camera's axes as columns, which carry camera space into the scene.
    public var axes: (right: SIMD3<Double>, up: SIMD3<Double>, backward: SIMD3<Double>) {
        let backward = direction
        let right = normalized(cross(SIMD3(0, 1, 0), backward))
        return (right, normalized(cross(backward, right)), backward)
    }

    /// Unit directions of pixels in camera space, top row first, `[count · 3]`.
    ///
    /// See ``PixelGrid``.
    ///
    /// - Parameters:
    ///   - size: Pixels on a side.
    ///   - fieldOfView: Opening angle of a side.
    ///   - pixels: Which pixels, counted row by row from the top left; nil is all of them.
    /// - Returns: x, y, z of each pixel in turn.
    public static func pixelDirections(
        size: Int, fieldOfView: Angle, pixels: [Int]? = nil
    ) -> [Float] {
        let pixels = pixels ?? Array(0..<size * size)
        precondition(
            pixels.allSatisfy { (0..<size * size).contains($0) },
            "\(pixels.count) pixels of an image of \(size) x \(size)")
        let grid = PixelGrid(size: size, fieldOfView: fieldOfView)
        var directions: [Float] = []
        directions.reserveCapacity(pixels.count * 3)
        for pixel in pixels {
            let direction = grid.direction(pixel)
            directions.append(contentsOf: [direction.x, direction.y, direction.z])
        }
        return directions
    }
}

/// The vector product a × b.
func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

/// The vector of length 1 in the direction of `a`.
func normalized(_ a: SIMD3<Double>) -> SIMD3<Double> {
    a / (a * a).sum().squareRoot()
}
