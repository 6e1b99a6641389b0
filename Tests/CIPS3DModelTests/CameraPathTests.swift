import CIPS3DModel
import Foundation
import Testing

@Suite("Camera paths")
struct CameraPathTests {
    private let base = CameraConfiguration()

    /// What a viewer notices of a step between two cameras.
    private func step(_ a: Camera, _ b: Camera) -> Double {
        let move = a.origin - b.origin
        return (move * move).sum().squareRoot()
    }

    @Test("the first frame follows the last like any other", arguments: CameraPath.allCases)
    func seamless(_ path: CameraPath) {
        let cameras = path.cameras(frames: 60, base: base)
        #expect(cameras.count == 60)
        let steps = cameras.indices.map { step(cameras[$0], cameras[($0 + 1) % 60]) }
        let inner = steps.dropLast().max() ?? 0
        #expect(inner > 0)
        #expect((steps.last ?? .infinity) <= inner * (1 + 1e-9))
        // Smooth: no step differs from the next by more than a fifth of the largest. A sine in 60
        // steps changes its step by 2π/60, about a tenth, of the largest.
        for i in steps.indices { #expect(abs(steps[i] - steps[(i + 1) % 60]) < 0.2 * inner) }
    }

    @Test("yaw sweeps to both sides of the middle by 1.5 deviations and keeps all else")
    func yaw() {
        let cameras = CameraPath.yaw.cameras(frames: 60, base: base, pitch: .degrees(3))
        let yaws = cameras.map(\.yaw.degrees)
        let reach = 1.5 * base.yawDeviation
        #expect(abs((yaws.max() ?? 0) - reach) < 1e-9)
        #expect(abs((yaws.min() ?? 0) + reach) < 1e-9)
        #expect(yaws[0] == 0 && yaws[1] > 0)
        #expect(cameras.allSatisfy { $0.pitch == .degrees(3) && $0.distance == 1 })
        let wide = CameraPath.yaw.cameras(
            frames: 4, base: base, range: .degrees(40), yaw: .degrees(5))
        for (camera, expected) in zip(wide, [5.0, 45, 5, -35]) {
            #expect(abs(camera.yaw.degrees - expected) < 1e-9)
        }
    }

    @Test("a circle stays on its ellipse")
    func circle() {
        for camera in CameraPath.circle.cameras(frames: 24, base: base) {
            let x = camera.yaw.degrees / (1.5 * base.yawDeviation)
            let y = camera.pitch.degrees / (1.5 * base.pitchDeviation)
            #expect(abs(x * x + y * y - 1) < 1e-12)
        }
        var steep = base
        steep.pitchDeviation = 90
        let highest = CameraPath.circle.cameras(frames: 24, base: steep).map(\.pitch).max()
        #expect((highest ?? .degrees(90)) < .degrees(80.001))
    }

    @Test("a dolly keeps the head's size and the slab around it")
    func dolly() {
        let cameras = CameraPath.dolly.cameras(frames: 30, base: base)
        let size = tan(Angle.degrees(base.fieldOfView).radians / 2)
        for camera in cameras {
            #expect(abs(camera.distance * tan(camera.fieldOfView.radians / 2) - size) < 1e-12)
            #expect(abs(camera.distance - camera.near - (1 - base.near)) < 1e-12)
            #expect(abs(camera.far - camera.distance - (base.far - 1)) < 1e-12)
        }
        #expect(abs(cameras[0].distance - 0.5) < 1e-12)
        #expect(abs(cameras[15].distance - 2) < 1e-12)
        // As the camera leaves, its angle narrows.
        for (a, b) in zip(cameras[0..<15], cameras[1...15]) {
            #expect(a.distance < b.distance && a.fieldOfView > b.fieldOfView)
        }
    }

    @Test("a dolly never stands behind its first sample", arguments: [0.001, 0.3, 0.7, 0.88, 5])
    func dollyNear(_ near: Double) {
        var wide = base
        wide.near = near
        wide.far = near + 1
        #expect(CameraPath.dolly.cameras(frames: 30, base: wide).allSatisfy { $0.near > 0 })
    }

    @Test("one frame is the middle of the path")
    func single() {
        #expect(CameraPath.yaw.cameras(frames: 1, base: base) == [Camera(base)])
    }
}
