import CIPS3DModel

/// What the measures keep of a view: its colours, and how far away its surface is.
///
/// A hundredth of what a ``HeadView`` with its samples takes.
public struct SurfacePicture: Sendable {
    /// From where.
    public let camera: Camera
    /// Pixels on a side; its square is R.
    public let size: Int
    /// RGB in [-1, 1], `[R · 3]`.
    public let color: [Float]
    /// Distance of the surface along each ray, `[R]`, in scene units; NaN where there is none.
    public let depth: [Float]

    /// Given colours and distances.
    ///
    /// - Parameters:
    ///   - camera: From where.
    ///   - size: Pixels on a side, at least 2.
    ///   - color: `[R · 3]`.
    ///   - depth: `[R]`, NaN where a ray shows no surface.
    public init(camera: Camera, size: Int, color: [Float], depth: [Float]) {
        precondition(size >= 2, "a picture of \(size) pixels on a side has no extent")
        precondition(
            depth.count == size * size && color.count == 3 * depth.count,
            "a picture of \(size) x \(size): \(color.count) colours, \(depth.count) depths")
        (self.camera, self.size, self.color, self.depth) = (camera, size, color, depth)
    }

    /// A view without what lies behind its surface.
    ///
    /// - Parameter view: A picture with its field.
    public init(_ view: HeadView) {
        self.init(
            camera: view.camera, size: view.size, color: view.color, depth: view.surfaceDepth())
    }

    /// The surface's points from the camera, in its axes: right, up, and backward towards it.
    ///
    ///     point = depth · direction
    ///
    /// - Returns: `[R]`, in scene units; NaN where a ray shows no surface.
    public func cameraPoints() -> [SIMD3<Double>] {
        let grid = PixelGrid(size: size, fieldOfView: camera.fieldOfView)
        return depth.indices.map { Double(depth[$0]) * SIMD3<Double>(grid.direction($0)) }
    }

    /// The surface's points in the scene.
    ///
    ///     point = origin + depth · (axes · direction)
    ///
    /// - Returns: `[R]`, in scene units; NaN where a ray shows no surface.
    public func scenePoints() -> [SIMD3<Double>] {
        let (origin, (right, up, backward)) = (camera.origin, camera.axes)
        return cameraPoints().map { origin + $0.x * right + $0.y * up + $0.z * backward }
    }

    /// What the opposite camera sees of the scene's mirror image.
    ///
    /// - Returns: Columns in reverse order, from a camera at the negated yaw.
    public func mirrored() -> SurfacePicture {
        var opposite = camera
        opposite.yaw = .radians(-camera.yaw.radians)
        let pixels = (0..<size).flatMap { row in (0..<size).reversed().map { row * size + $0 } }
        return SurfacePicture(
            camera: opposite, size: size,
            color: pixels.flatMap { color[3 * $0..<3 * $0 + 3] },
            depth: pixels.map { depth[$0] })
    }

    /// The mean difference between the colours of two pictures.
    ///
    ///     mean over pixels and channels of |a - b|
    ///
    /// - Parameter other: As large as this one.
    /// - Returns: In [0, 2], for colours are in [-1, 1].
    public func meanDifference(from other: SurfacePicture) -> Double {
        precondition(size == other.size, "pictures of \(size) and \(other.size) pixels on a side")
        var sum = 0.0
        for index in color.indices { sum += Double(abs(color[index] - other.color[index])) }
        return sum / Double(color.count)
    }
}
