import CIPS3DModel
import HeadPictures

/// The rays of one picture, or some of them, and every random number about them.
package struct RayBatch: Sendable {
    /// Random numbers for each ray; nil means none of it.
    package struct Draws: Sendable {
        /// Moves the samples of the first pass, `[R, S]` in [-0.5, 0.5] of their spacing.
        package var jitter: [Float]?
        /// Where the second pass draws, `[R, S]` in [0, 1).
        package var importance: [Float]?
        /// Added to the raw density of the first pass, `[R, S]`.
        package var coarseNoise: [Float]?
        /// Added to the raw density of all sorted samples, `[R, 2S]`, where there is a second
        /// pass.
        package var fineNoise: [Float]?

        package init(
            jitter: [Float]? = nil, importance: [Float]? = nil, coarseNoise: [Float]? = nil,
            fineNoise: [Float]? = nil
        ) {
            (self.jitter, self.importance) = (jitter, importance)
            (self.coarseNoise, self.fineNoise) = (coarseNoise, fineNoise)
        }
    }

    /// Where samples are.
    package enum Placement: Sendable {
        /// By the picture's rule.
        case rule(SamplePlacement)
        /// By given numbers.
        case draws(Draws)
    }

    let camera: Camera
    let size: Int
    let placement: Placement
    private let pixels: [Int]?
    private let grid: PixelGrid
    private let axes: (right: SIMD3<Float>, up: SIMD3<Float>, backward: SIMD3<Float>)

    /// Whether they are those of a whole picture.
    var isWhole: Bool { pixels == nil }

    /// Rays, R.
    package var count: Int { pixels?.count ?? size * size }

    /// The rays through pixels of a square picture.
    ///
    /// - Parameters:
    ///   - camera: Where the rays come from.
    ///   - size: Pixels on a side.
    ///   - pixels: Which pixels, counted row by row from the top left; nil is all of them.
    ///   - placement: Where samples are.
    package init(camera: Camera, size: Int, pixels: [Int]? = nil, placement: Placement) {
        (self.camera, self.size, self.placement) = (camera, size, placement)
        self.pixels = pixels
        grid = PixelGrid(size: size, fieldOfView: camera.fieldOfView)
        let (right, up, backward) = camera.axes
        axes = (SIMD3<Float>(right), SIMD3<Float>(up), SIMD3<Float>(backward))
    }

    /// The rays of a picture that is wanted.
    package init(_ request: PictureRequest) {
        self.init(
            camera: request.camera, size: request.size,
            pixels: request.rectangle.pixels(size: request.size),
            placement: .rule(request.placement))
    }

    /// The pixel of a ray, counted row by row.
    func pixel(_ ray: Int) -> Int { pixels?[ray] ?? ray }

    /// The unit direction of a ray.
    func direction(_ ray: Int) -> SIMD3<Float> {
        let unit = grid.direction(pixel(ray))
        return axes.right * unit.x + axes.up * unit.y + axes.backward * unit.z
    }
}
