import CIPS3DModel
import Foundation
import GANMetrics
import Testing

@Suite("Relief")
struct ReliefTests {
    private let camera = Camera(CameraConfiguration())

    /// Of a sphere of radius R over a disc of radius k R, seen by parallel rays.
    ///
    /// With u = (lateral distance / R)², which is uniform in [0, k²], the height is R √(1 - u).
    /// The fitted plane is level by symmetry, so the residual's mean square is the variance of
    /// the height: 1 - k²/2 less the square of (2/3) (1 - (1 - k²)^1.5) / k². The mean square of
    /// the lateral distance is k²/2.
    private func closedForm(_ k: Double) -> Double {
        let square = k * k
        let mean = 2 / 3.0 * (1 - pow(1 - square, 1.5)) / square
        return ((1 - square / 2 - mean * mean) / (square / 2)).squareRoot()
    }

    @Test("a sphere has a third over its whole disc, and less over a smaller one")
    func sphere() {
        #expect(abs(closedForm(1) - 1 / 3.0) < 1e-15)
        // The leading term for a small cap, k / (2 √6), lacks a part of k² in 1.
        #expect(abs(closedForm(0.02) / (0.02 / 24.0.squareRoot()) - 1) < 1e-3)
        for k in [1, 0.9, 0.65, 0.3] {
            let far = ExactSurfaces.parallelCamera(reach: k)
            let relief = Relief.of(ExactSurfaces.sphere(radius: 1, far, size: 200))
            // The disc's edge runs through pixels of 1 / 60 of its radius: 3e-4 on smooth ground,
            // and ten times that at the outline of the sphere, where it is infinitely steep.
            #expect(abs(relief / closedForm(k) - 1) < (k == 1 ? 3e-3 : 6e-4))
        }
    }

    @Test("a plane has none, however it is tilted")
    func plane() {
        for normal in [SIMD3(0.0, 0, 1), SIMD3(0.5, 0, 1), SIMD3(-0.3, 0.8, 1)] {
            let picture = ExactSurfaces.plane(
                normal: normal, through: .zero, camera, size: 48)
            // Depths and directions are rounded to 6e-8, over a lateral distance of 0.045.
            #expect(Relief.of(picture) < 5e-6)
        }
    }

    @Test("a sphere and planes seen through samples have the same relief as exact ones")
    func sampled() {
        let sphere = SyntheticScene.paintedSphere().view(from: camera, size: 48)
        let exact = Relief.of(
            ExactSurfaces.sphere(radius: SyntheticScene.headRadius, camera, size: 48))
        // Rays that meet a surface obliquely stop in it otherwise than others, by a tenth of the
        // samples' spacing of 0.0025; over a lateral distance of 0.042 that is 0.006.
        #expect(abs(Relief.of(SurfacePicture(sphere)) - exact) < 0.006)
        for tilt in [SIMD2(0.0, 0), SIMD2(0.4, -0.2)] {
            let plane = SyntheticScene.plane(tiltedBy: tilt).view(from: camera, size: 48)
            // How samples fall on the plane leaves no more than a fifth of their spacing.
            #expect(Relief.of(SurfacePicture(plane)) < 0.012)
        }
        // What is written in the documentation and the warning's threshold about heads.
        #expect(exact > 0.14 && exact < 0.17)
    }

    @Test("it does not depend on the scale of the scene")
    func scale() {
        var twice = camera
        (twice.distance, twice.near, twice.far) = (2, 1.76, 2.24)
        let relief = Relief.of(ExactSurfaces.sphere(radius: 0.09, camera, size: 32))
        let scaled = Relief.of(ExactSurfaces.sphere(radius: 0.18, twice, size: 32))
        // Twofold numbers are rounded alike; only square roots and means could differ.
        #expect(abs(scaled - relief) < 1e-6)
    }

    @Test("rays without a surface do not count, and neither does what is beside the middle")
    func withoutSurface() {
        let plane = ExactSurfaces.plane(
            normal: SIMD3(0.5, 0.2, 1), through: .zero, camera, size: 32)
        var depth = plane.depth
        for pixel in stride(from: 0, to: depth.count, by: 3) { depth[pixel] = .nan }
        // The corners are outside of the disc, wherever their surface is.
        for corner in [0, 31, 31 * 32, 32 * 32 - 1] { depth[corner] = 5 }
        let holed = SurfacePicture(camera: camera, size: 32, color: plane.color, depth: depth)
        // As for a plane.
        #expect(Relief.of(holed) < 5e-6)
    }

    @Test("no surface, a point and a line have none")
    func degenerate() {
        let size = 21
        func relief(_ pixels: [Int]) -> Double {
            var depth = Array(repeating: Float.nan, count: size * size)
            for (index, pixel) in pixels.enumerated() { depth[pixel] = index % 2 == 0 ? 0.9 : 1 }
            return Relief.of(
                SurfacePicture(
                    camera: camera, size: size, color: Array(repeating: 0, count: 3 * depth.count),
                    depth: depth))
        }
        #expect(relief([]) == 0)
        #expect(relief([220]) == 0)
        // The column of the middle, where x is 0 for every depth.
        #expect(relief((5...15).map { $0 * size + 10 }) == 0)
        // It would prove nothing if the points' unequal depths never showed.
        #expect(relief((5...15).map { $0 * size + 10 } + [219, 221]) > 0.1)
    }
}
