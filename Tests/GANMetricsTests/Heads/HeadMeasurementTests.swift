import CIPS3DModel
import GANMetrics
import ParallelWork
import Testing

@Suite("Measuring heads")
struct HeadMeasurementTests {
    private let measurement = HeadMeasurement(camera: CameraConfiguration(), size: 32)
    private let partings = [-0.03, 0.01, 0.04]

    /// Notes what it is asked for.
    private final class Witness: ViewableHead {
        private let scene: SyntheticScene
        private(set) var cameras: [Camera] = []

        init(_ scene: SyntheticScene) { self.scene = scene }

        func view(from camera: Camera, size: Int) -> HeadView {
            cameras.append(camera)
            return scene.view(from: camera, size: size)
        }
    }

    /// Has a number that is not one, from the left.
    private struct Diverged: ViewableHead {
        func view(from camera: Camera, size: Int) -> HeadView {
            let view = SyntheticScene.paintedSphere().view(from: camera, size: size)
            var density = view.density
            if camera.yaw > .degrees(4) { density[17] = .infinity }
            return HeadView(
                camera: camera, size: size, color: view.color, distances: view.distances,
                density: density, weights: view.weights)
        }
    }

    @Test("honest heads pass")
    func honest() throws {
        let measures = try measurement.measure(partings.map { SyntheticScene.head(parting: $0) })
        #expect(measures.heads == 3)
        #expect(measures.warnings.isEmpty)
        // As in the tests of each measure, at two thirds of the pixels.
        #expect(measures.viewError < 0.03 && measures.viewOverlap > 0.75)
        #expect(measures.relief > 0.14 && measures.relief < 0.17)
        #expect(abs(measures.crossingJump - 1) < 0.2)
        #expect(measures.mirrorDifference > 0.7)
        #expect(measures.farWeight < 1e-6)
        #expect(measures.diversity > HeadWarning.leastDiversity)
    }

    @Test("heads whose painting flips with the camera are noticed, and agree less between views")
    func cheat() throws {
        let honest = try measurement.measure(partings.map { SyntheticScene.head(parting: $0) })
        let cheat = try measurement.measure(
            partings.map { SyntheticScene.head(parting: $0, flips: true) })
        #expect(cheat.warnings == [.mirrorSymmetric])
        #expect(cheat.viewError > 3 * honest.viewError)
        // The shape is the same.
        #expect(cheat.relief == honest.relief && cheat.outsideDensity == honest.outsideDensity)
    }

    @Test("planes are flat, and the same head over and over has collapsed")
    func flatAndCollapsed() throws {
        let planes = try measurement.measure(
            [SIMD2(0.0, 0), SIMD2(0.3, 0.1)].map { SyntheticScene.plane(tiltedBy: $0) })
        #expect(planes.warnings.contains(.flat))
        let same = try measurement.measure(
            Array(repeating: SyntheticScene.head(parting: 0.03), count: 2))
        #expect(same.warnings == [.collapsed])
        #expect(same.diversity == 0)
    }

    @Test("each head is looked at once from each of nine sides")
    func views() throws {
        let heads = partings.map { Witness(.head(parting: $0)) }
        _ = try measurement.measure(heads)
        let side = CameraConfiguration().yawDeviation
        let expected = [-side, -5, -3, -1, 0, 1, 3, 5, side]
        for head in heads {
            let yaws = head.cameras.map(\.yaw.degrees).sorted()
            #expect(yaws.count == expected.count)
            // Degrees to radians and back.
            for (yaw, wanted) in zip(yaws, expected) { #expect(abs(yaw - wanted) < 1e-12) }
            #expect(head.cameras.allSatisfy { $0.pitch == .zero && $0.near == 0.88 })
        }
    }

    @Test("a camera that was never turned in training is turned by five degrees")
    func neverTurned() {
        var camera = CameraConfiguration()
        camera.yawDeviation = 0
        #expect(HeadMeasurement(camera: camera).sideYaw == 5)
        camera.yawDeviation = 20
        #expect(HeadMeasurement(camera: camera).sideYaw == 20)
    }

    @Test("progress rises evenly to one")
    func progress() throws {
        var told: [Double] = []
        _ = try measurement.measure(
            [SyntheticScene.paintedSphere(), .paintedSphere(paint: 0.5)],
            progress: { told.append($0) })
        #expect(told == (1...18).map { Double($0) / 18 })
    }

    @Test("cancellation ends it before the next view")
    func cancellation() throws {
        let heads = [Witness(.paintedSphere()), Witness(.paintedSphere())]
        let cancellation = Cancellation()
        #expect(throws: CancellationError.self) {
            try measurement.measure(heads, cancellation: cancellation) {
                if $0 >= 11.0 / 18 { cancellation.cancel() }
            }
        }
        #expect(heads.map(\.cameras.count) == [9, 2])
    }

    @Test("a view that is not finite is named")
    func diverged() throws {
        let error = #expect(throws: HeadMeasurementError.self) {
            try measurement.measure([Diverged(), Diverged()])
        }
        #expect(error?.head == 1)
        #expect(error?.description.contains("head 1 at yaw 17.1") == true)
        #expect(error?.description.hasSuffix(".") == true)
    }

    @Test("means and medians: one odd head moves errors and leaves ratios")
    func summary() throws {
        let spheres = Array(repeating: SyntheticScene.paintedSphere(), count: 2)
        let usual = try measurement.measure(spheres)
        let empty = SyntheticScene(density: { _ in 0 }, color: { _, _ in .zero })
        let odd = try measurement.measure(spheres + [empty])
        #expect(odd.relief == usual.relief && odd.crossingJump == usual.crossingJump)
        // The empty head's error is 1; a sum of three is rounded otherwise than one of two.
        #expect(abs(odd.viewError - (2 * usual.viewError + 1) / 3) < 1e-12)
        #expect(abs(odd.viewOverlap - 2 * usual.viewOverlap / 3) < 1e-12)
    }
}
