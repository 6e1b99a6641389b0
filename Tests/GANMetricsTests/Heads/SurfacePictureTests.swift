import CIPS3DModel
import GANMetrics
import Testing

@Suite("Surfaces of views")
struct SurfacePictureTests {
    private let configuration = CameraConfiguration()

    @Test("depth is the weighted mean, and none where half of the light passes")
    func byHand() {
        let view = HeadView(
            camera: Camera(configuration), size: 2, color: Array(repeating: 0, count: 12),
            distances: [1, 2, 1, 2, 1, 2, 1, 2], density: Array(repeating: 1, count: 8),
            weights: [0.5, 0.5, 0.25, 0.5, 0.25, 0.25, 0.25, 0.125])
        // Halves, quarters and eighths are exact; 1.25 / 0.75 is rounded once.
        #expect(view.opacity() == [1, 0.75, 0.5, 0.375])
        let depth = view.surfaceDepth()
        #expect(Array(depth[..<3]) == [1.5, 1.25 / 0.75, 1.5])
        #expect(depth[3].isNaN)
    }

    @Test("numbers that are not finite are noticed wherever they are")
    func finite() {
        func view(color: Float = 0, distance: Float = 1, density: Float = 0, weight: Float = -1)
            -> HeadView
        {
            HeadView(
                camera: Camera(configuration), size: 1, color: [0, color, 0],
                distances: [0, distance], density: [density, 1], weights: [1, weight])
        }
        #expect(view().isFinite)
        #expect(view(color: -.greatestFiniteMagnitude).isFinite)
        #expect(!view(color: .nan).isFinite)
        #expect(!view(distance: -.infinity).isFinite)
        #expect(!view(density: .infinity).isFinite)
        #expect(!view(weight: -.nan).isFinite)
    }

    @Test("the points of a sphere lie on it, from wherever they are seen")
    func points() {
        for (yaw, pitch) in [(0.0, 0.0), (35, 0), (-60, 20), (170, -30)] {
            let camera = Camera(configuration, yaw: .degrees(yaw), pitch: .degrees(pitch))
            let picture = ExactSurfaces.sphere(radius: 0.09, camera, size: 24)
            let points = picture.scenePoints().filter { !$0.x.isNaN }
            // The sphere covers pi/4 · (0.09 / 0.105)² of the picture.
            #expect(points.count > 24 * 24 / 2)
            for point in points {
                // Depth and direction are in single precision: 6e-8 of 1 each, in three parts.
                #expect(abs(length(point) - 0.09) < 3e-7)
                // The near side: the far one would be behind the horizon.
                #expect(dot(point, camera.origin) > 0)
            }
        }
    }

    @Test("a mirrored picture is what the opposite camera sees of the mirrored scene")
    func mirrored() {
        let head = SyntheticScene.head(parting: 0.03)
        let mirrorImage = SyntheticScene(
            density: { head.density($0 * SIMD3(-1, 1, 1)) },
            color: { point, camera in head.color(point * SIMD3(-1, 1, 1), camera) })
        let camera = Camera(configuration, yaw: .degrees(20))
        let opposite = Camera(configuration, yaw: .degrees(-20))
        let expected = SurfacePicture(mirrorImage.view(from: opposite, size: 24))
        let mirrored = SurfacePicture(head.view(from: camera, size: 24)).mirrored()
        #expect(mirrored.camera == opposite)
        // Directions differ by their rounding of 6e-8; the density's rise over 0.005 and the
        // parting's over 0.02 enlarge it by at most 1e3.
        for (a, b) in zip(mirrored.color, expected.color) { #expect(abs(a - b) < 1e-4) }
        for (a, b) in zip(mirrored.depth, expected.depth) where !a.isNaN {
            #expect(abs(a - b) < 1e-5)
        }
        // It would prove nothing if the head were its own mirror image.
        #expect(
            mirrored.meanDifference(from: SurfacePicture(head.view(from: opposite, size: 24)))
                > 0.1)
    }

    @Test("quantiles are linear between values")
    func quantiles() {
        #expect(Quantile.of(sorted: [3], at: 0.7) == 3)
        #expect(Quantile.of(sorted: [1, 2, 4], at: 0.5) == 2)
        #expect(Quantile.of(sorted: [1, 2, 4, 8], at: 0.5) == 3)
        #expect(Quantile.of(sorted: [1, 2, 4], at: 0.75) == 3)
        #expect(Quantile.of(sorted: [1, 2, 4], at: 1) == 4)
    }
}
