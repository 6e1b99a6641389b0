import CIPS3DModel
import Testing
import Torch
import TorchTesting
import VolumeRendering

@Suite("Where rays leave a sphere")
struct SphereExitTests {
    private let optics = CameraConfiguration()

    /// Three cameras that see the sphere from different sides.
    private var cameras: [Camera] {
        [(0.0, 0.0), (40, -25), (-110, 12)].map {
            Camera(optics, yaw: .degrees($0), pitch: .degrees($1))
        }
    }

    /// How far along each ray its point nearest to the middle of the scene is, `[B, R, 1]`.
    private func nearest(_ rays: Rays) -> Tensor {
        -(rays.origins * rays.directions).sum(-1, keepingAxes: true)
    }

    @Test("points are on the sphere and on their ray, beyond the nearest approach")
    func exits() {
        let rays = Rays(cameras: cameras, size: 5)
        // The outermost rays pass the middle at a distance of 0.15.
        for radius in [0.2, 0.3, 0.9] {
            let exits = rays.exits(ofSphere: radius)
            #expect(exits.shape == [3, 25, 3])
            // Roundings of 2^-24 in coordinates of about one, which half of the chord, a root,
            // magnifies by up to 1 / 0.14; in units of the radius.
            expectClose(
                exits.norm(-1), Tensor.full(1, shape: [3, 25]), absolute: 2e-6 / radius)
            let points = radius * exits
            let along = ((points - rays.origins) * rays.directions).sum(-1, keepingAxes: true)
            expectClose(rays.points(at: along).squeezed(2), points, absolute: 1e-6)
            #expect((along - nearest(rays)).minimum().item > 0.1)
        }
    }

    @Test("a ray that misses the sphere gives its point nearest to the middle")
    func misses() {
        // The corners alone, all of which pass at 0.15.
        let rays = Rays(cameras: cameras, size: 2)
        let radius = 0.05
        let exits = rays.exits(ofSphere: radius)
        #expect(exits.norm(-1).minimum().item > 2)
        // Nothing is left along the ray, to a few roundings of coordinates of about one.
        let along = (radius * exits * rays.directions).sum(-1)
        expectClose(along, along.zerosLike(), absolute: 1e-6)
        expectClose(
            radius * exits, rays.points(at: nearest(rays)).squeezed(2), absolute: 1e-6)
    }

    @Test("seen from another side, another point is behind the middle")
    func sides() {
        let half = 3.0.squareRoot() / 2
        for (yaw, pitch, point) in [
            (0.0, 0.0, [0, 0, -1]), (90, 0, [-1, 0, 0]), (180, 0, [0, 0, 1]),
            (30, 0, [-0.5, 0, -half]), (0, 30, [0, -0.5, -half]),
        ] as [(Double, Double, [Double])] {
            let camera = Camera(optics, yaw: .degrees(yaw), pitch: .degrees(pitch))
            // The middle pixel looks through the middle of the scene.
            let exit = Rays(cameras: [camera], size: 3).exits(ofSphere: 0.3).selected(1, 4)
            // Roundings of coordinates of about one, in units of 0.3.
            expectClose(exit, point, absolute: 2e-6)
        }
    }

    @Test("the spacing of samples is that of each camera's volume")
    func spacing() {
        var wide = Camera(optics)
        (wide.near, wide.far) = (1.5, 2.5)
        let rays = Rays(cameras: [Camera(optics), wide], size: 2)
        let spacing = rays.spacing(samples: 5)
        #expect(spacing.shape == [2, 1, 1])
        expectClose(spacing, [0.06, 0.25], absolute: 1e-7)
        let t = RaySampling.stratified(rays, samples: 5, jitter: nil)
        let steps = t.narrowed(2, 1..<5) - t.narrowed(2, 0..<4)
        expectClose(steps, spacing.expanded(2, 4, 4), absolute: 1e-6)
    }
}
