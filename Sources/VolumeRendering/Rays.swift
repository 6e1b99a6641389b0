import CIPS3DModel
import Torch

/// Rays of light, and where along them the volume lies.
public struct Rays {
    /// Where each ray starts, `[B, R, 3]` in scene units.
    public let origins: Tensor
    /// Unit directions, `[B, R, 3]`.
    public let directions: Tensor
    /// Distance to the first sample of every image, `[B, 1, 1]` in scene units.
    public let near: Tensor
    /// Distance to the last sample of every image, `[B, 1, 1]` in scene units.
    public let far: Tensor

    /// The rays through pixels of square images, rows from the top, pixels from the left.
    ///
    /// - Parameters:
    ///   - cameras: One for each image.
    ///   - size: Pixels on a side.
    ///   - pixels: Which pixels of every image, counted row by row; nil is all of them. A picture
    ///     that is rendered in runs never holds the directions of all its pixels.
    ///   - type: The kind of number.
    ///   - device: Where to put them.
    public init(
        cameras: [Camera], size: Int, pixels: [Int]? = nil, type: ScalarType = .float32,
        device: Device = .cpu
    ) {
        let pixels = pixels ?? Array(0..<size * size)
        let grids = PixelGrids(size: size, pixels: pixels, cameras: cameras)
        let rows = cameras.map { camera in
            let (right, up, backward) = camera.axes
            // Rows of the transposed rotation: camera space (as rows) times this is the scene.
            let axes = Tensor(
                [right, up, backward].flatMap { [$0.x, $0.y, $0.z] }, shape: [3, 3])
            return matmul(grids[camera], axes.converted(to: .float32))
        }
        let places = cameras.flatMap { [$0.origin.x, $0.origin.y, $0.origin.z] }
        let batch = cameras.count
        let origin = Tensor(places, shape: [batch, 1, 3]).converted(to: type, on: device)
        directions = Tensor.stacked(rows, axis: 0).converted(to: type, on: device)
        origins = origin.expanded(batch, pixels.count, 3)
        near = Tensor(cameras.map(\.near), shape: [batch, 1, 1]).converted(to: type, on: device)
        far = Tensor(cameras.map(\.far), shape: [batch, 1, 1]).converted(to: type, on: device)
    }

    private init(origins: Tensor, directions: Tensor, near: Tensor, far: Tensor) {
        (self.origins, self.directions) = (origins, directions)
        (self.near, self.far) = (near, far)
    }

    /// Rays in one image, R.
    public var count: Int { origins.size(1) }

    /// Distance between two of so many evenly spaced samples, `[B, 1, 1]`, in scene units.
    ///
    /// - Parameter samples: S, at least 2.
    /// - Returns: `(far - near) / (S - 1)` of every image.
    public func spacing(samples: Int) -> Tensor { (far - near) / Double(samples - 1) }

    /// The points where the rays leave a sphere around the middle of the scene.
    ///
    /// - Parameter radius: Of the sphere, in scene units.
    /// - Returns: `[B, R, 3]` in units of the radius: the second intersection, and where a ray misses
    ///   the sphere its point nearest to the middle.
    public func exits(ofSphere radius: Double) -> Tensor {
        let along = -(origins * directions).sum(-1, keepingAxes: true)  // [B, R, 1]
        let beyond = origins.squared.sum(-1, keepingAxes: true) - radius * radius
        let half = sqrt((along.squared - beyond).clamped(minimum: 0))
        return (origins + directions * (along + half)) / radius
    }

    /// Some of the rays of every image.
    ///
    /// - Parameter indices: int64 `[K]`.
    /// - Returns: K rays for each image.
    public func taking(_ indices: Tensor) -> Rays {
        Rays(
            origins: origins.taking(indices, axis: 1),
            directions: directions.taking(indices, axis: 1), near: near, far: far)
    }

    /// A run of the rays of every image.
    ///
    /// - Parameter range: Which rays.
    /// - Returns: A view of them.
    public func narrowed(_ range: Range<Int>) -> Rays {
        Rays(
            origins: origins.narrowed(1, range), directions: directions.narrowed(1, range),
            near: near, far: far)
    }

    /// The points at given distances, `o + t d`.
    ///
    /// - Parameter distances: `[B, R, S]`.
    /// - Returns: `[B, R, S, 3]`.
    public func points(at distances: Tensor) -> Tensor {
        origins.unsqueezed(2) + directions.unsqueezed(2) * distances.unsqueezed(-1)
    }
}

/// Pixel directions in camera space, made once for each field of view.
private struct PixelGrids {
    private var grids: [Double: Tensor] = [:]

    init(size: Int, pixels: [Int], cameras: [Camera]) {
        for camera in cameras where grids[camera.fieldOfView.radians] == nil {
            let directions = Camera.pixelDirections(
                size: size, fieldOfView: camera.fieldOfView, pixels: pixels)
            grids[camera.fieldOfView.radians] = Tensor(directions, shape: [pixels.count, 3])
        }
    }

    subscript(camera: Camera) -> Tensor {
        guard let grid = grids[camera.fieldOfView.radians] else {
            preconditionFailure("no pixel grid for field of view \(camera.fieldOfView)")
        }
        return grid
    }
}
