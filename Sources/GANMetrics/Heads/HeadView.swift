import CIPS3DModel

/// Something that can be looked at from any side: a generated head, or a synthetic scene.
public protocol ViewableHead {
    /// Looks at it.
    ///
    /// - Parameters:
    ///   - camera: From where.
    ///   - size: Pixels on a side.
    /// - Returns: The picture, and what lies along its rays.
    /// - Throws: What keeps it from being seen.
    func view(from camera: Camera, size: Int) throws -> HeadView
}

/// A picture of a head, and the field along its rays.
///
/// Axes: R rays (= pixels, row by row from the top left), S samples along a ray.
public struct HeadView: Sendable {
    /// From where.
    public let camera: Camera
    /// Pixels on a side; its square is R.
    public let size: Int
    /// RGB in [-1, 1], `[R · 3]`.
    public let color: [Float]
    /// Sorted distances along the rays, `[R · S]`, in scene units.
    public let distances: [Float]
    /// Density, at least 0, `[R · S]`, per scene unit.
    public let density: [Float]
    /// Share of each sample in its ray, `[R · S]`.
    public let weights: [Float]
    /// S.
    public let samples: Int

    /// A picture with its field.
    ///
    /// - Parameters:
    ///   - camera: From where.
    ///   - size: Pixels on a side.
    ///   - color: `[R · 3]`.
    ///   - distances: `[R · S]`.
    ///   - density: `[R · S]`.
    ///   - weights: `[R · S]`.
    public init(
        camera: Camera, size: Int, color: [Float], distances: [Float], density: [Float],
        weights: [Float]
    ) {
        let rays = size * size
        precondition(
            color.count == 3 * rays && distances.count.isMultiple(of: rays)
                && density.count == distances.count && weights.count == distances.count,
            "a view of \(rays) rays")
        (self.camera, self.size, self.color) = (camera, size, color)
        (self.distances, self.density, self.weights) = (distances, density, weights)
        samples = distances.count / rays
    }
}
