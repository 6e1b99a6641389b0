import CIPS3DModel
import Foundation
import GANMetrics
import Testing

@Suite("Prominence")
struct ProminenceTests {
    private let camera = Camera(CameraConfiguration())
    /// The radii of the middle and of the rim, from the middle of the picture.
    private let middle = 0.25
    private let rimStart = 0.5
    private let rimEnd = 0.6

    /// Of a sphere of radius 1, seen by parallel rays; the rim ends `reach` beside its axis.
    ///
    /// Over a ring from a to b the mean height is (2/3) ((1 - a²)^1.5 - (1 - b²)^1.5) / (b² - a²),
    /// and the mean lateral distance (2/3) (b³ - a³) / (b² - a²).
    private func closedForm(reach: Double) -> Double {
        let scale = reach / rimEnd
        let (nose, start, end) = (scale * middle, scale * rimStart, scale * rimEnd)
        func height(_ a: Double, _ b: Double) -> Double {
            2 / 3.0 * (pow(1 - a * a, 1.5) - pow(1 - b * b, 1.5)) / (b * b - a * a)
        }
        let lateral = 2 / 3.0 * (pow(end, 3) - pow(start, 3)) / (end * end - start * start)
        return (height(0, nose) - height(start, end)) / lateral
    }

    /// The inside of a sphere around the middle.
    private func hollow(radius: Double, _ camera: Camera, size: Int) -> SurfacePicture {
        ExactSurfaces.picture(camera, size: size) { origin, direction in
            let square = dot(direction, direction)
            let nearest = -dot(origin, direction) / square
            let half = (radius * radius - dot(origin, origin)) / square + nearest * nearest
            return half >= 0 ? nearest + half.squareRoot() : nil
        }
    }

    /// A sphere with some of its pixels without a surface.
    private func head(
        size: Int = 64, without isMissing: (_ radius: Double) -> Bool
    ) -> SurfacePicture {
        let whole = ExactSurfaces.sphere(radius: 0.09, camera, size: size)
        var depth = whole.depth
        for pixel in depth.indices {
            let x = -1 + 2 * Double(pixel % size) / Double(size - 1)
            let y = -1 + 2 * Double(pixel / size) / Double(size - 1)
            if isMissing((x * x + y * y).squareRoot()) { depth[pixel] = .nan }
        }
        return SurfacePicture(camera: camera, size: size, color: whole.color, depth: depth)
    }

    @Test("a sphere stands out by the closed form, and its inside goes in as far")
    func sphere() {
        for reach in [0.9, 0.65, 0.3] {
            let far = ExactSurfaces.parallelCamera(reach: reach)
            let expected = closedForm(reach: reach)
            let outside = Prominence.of(ExactSurfaces.sphere(radius: 1, far, size: 200))
            // Pixels of a tenth of the rim's width move its edges by 4e-4.
            #expect(abs(outside / expected - 1) < 1e-3)
            let inside = Prominence.of(hollow(radius: 1, far, size: 200))
            // Besides, rays that are parallel but for 1 in 500 see the far side 1 in 250 larger.
            #expect(abs(inside / -expected - 1) < 6e-3)
        }
    }

    @Test("a sphere that fills the picture as heads do has 0.3; relief is blind for its inside")
    func fillingSphere() {
        let outside = Prominence.of(ExactSurfaces.sphere(radius: 0.09, camera, size: 64))
        #expect(outside > 0.29 && outside < 0.32)
        let inside = Prominence.of(hollow(radius: 0.09, camera, size: 64))
        #expect(inside < -0.29)
        // Which way a face is bent does not matter to relief.
        let reliefs = [
            Relief.of(ExactSurfaces.sphere(radius: 0.09, camera, size: 64)),
            Relief.of(hollow(radius: 0.09, camera, size: 64)),
        ]
        #expect(reliefs.allSatisfy { $0 > HeadWarning.leastRelief })
    }

    @Test("a plane has none, and a tilted one next to none")
    func plane() {
        let frontal = ExactSurfaces.plane(
            normal: SIMD3(0, 0, 1), through: .zero, camera, size: 64)
        // Depths and directions are rounded to 6e-8, over a lateral distance of 0.058.
        #expect(abs(Prominence.of(frontal)) < 5e-6)
        for normal in [SIMD3(0.5, 0, 1), SIMD3(-0.3, 0.8, 1)] {
            let tilted = ExactSurfaces.plane(normal: normal, through: .zero, camera, size: 64)
            // Rays spread, so that the far half of a ring is longer than the near one: by half the
            // square of the slope and of the ring's angle of 0.058, over that angle.
            #expect(abs(Prominence.of(tilted)) < 0.025)
            let far = ExactSurfaces.parallelCamera(reach: 0.65)
            let parallel = ExactSurfaces.plane(normal: normal, through: .zero, far, size: 64)
            // As before at an angle of 0.001, and depths near 500 are rounded to 3e-5.
            #expect(abs(Prominence.of(parallel)) < 1e-3)
        }
    }

    @Test("no surface has none, and neither has a middle without a rim or a rim without a middle")
    func withoutSurface() {
        #expect(Prominence.of(head { _ in true }) == 0)
        #expect(Prominence.of(head { $0 > 0.4 }) == 0)
        #expect(Prominence.of(head { $0 < 0.4 }) == 0)
    }

    @Test("what lies between the middle and the rim, or beyond it, does not count")
    func elsewhere() {
        let whole = Prominence.of(head { _ in false })
        #expect(whole > 0)
        #expect(Prominence.of(head { $0 > 0.26 && $0 < 0.49 || $0 > 0.61 }) == whole)
    }

    @Test("rays without a surface do not count")
    func holes() {
        let whole = Prominence.of(head { _ in false })
        // Two thirds of the middle and of the rim are there, all around.
        let holed = Prominence.of(head { $0 > 0.1 && $0 < 0.15 || $0 > 0.53 && $0 < 0.56 })
        #expect(abs(holed / whole - 1) < 0.05 && holed != whole)
    }

    @Test("it does not depend on the scale of the scene")
    func scale() {
        var twice = camera
        (twice.distance, twice.near, twice.far) = (2, 1.76, 2.24)
        let one = Prominence.of(ExactSurfaces.sphere(radius: 0.09, camera, size: 32))
        let scaled = Prominence.of(ExactSurfaces.sphere(radius: 0.18, twice, size: 32))
        // Twofold numbers are rounded alike; only square roots and means could differ.
        #expect(abs(scaled - one) < 1e-6)
    }
}
