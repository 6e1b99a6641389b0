import CIPS3DModel
import Testing
import Torch
import TorchTesting
import VolumeRendering

@Suite("Rays")
struct RaysTests {
    private let optics = CameraConfiguration()

    @Test("the frontal camera is at (0, 0, 1) and looks along -z")
    func frontal() {
        let rays = Rays(cameras: [Camera(optics)], size: 3)
        #expect(rays.count == 9)
        expectClose(rays.origins.selected(1, 0), [0, 0, 1], absolute: 1e-7)
        // The middle pixel of an odd size looks straight ahead.
        expectClose(rays.directions.selected(1, 4), [0, 0, -1], absolute: 1e-7)
        expectClose(rays.near, [0.88], absolute: 1e-7)
        expectClose(rays.far, [1.12], absolute: 1e-7)
    }

    @Test("rows begin at the top and pixels at the left of the picture")
    func order() {
        let rays = Rays(cameras: [Camera(optics)], size: 2)
        // Half of 12 degrees: tan is 0.105104, at which the corner rays leave.
        let slope = 0.10510423526567646
        let length = (1 + 2 * slope * slope).squareRoot()
        let (s, z) = (slope / length, -1 / length)
        expectClose(
            rays.directions, [-s, s, z, s, s, z, -s, -s, z, s, -s, z], absolute: 1e-6)
    }

    @Test("positive yaw moves the camera to +x and positive pitch up")
    func sides() {
        let cameras = [Camera(optics, yaw: .degrees(30)), Camera(optics, pitch: .degrees(30))]
        let rays = Rays(cameras: cameras, size: 1)
        let half = 3.0.squareRoot() / 2
        expectClose(rays.origins, [0.5, 0, half, 0, 0.5, half], absolute: 1e-7)
    }

    @Test("directions have length one and the middle one meets the origin")
    func directions() {
        let cameras = [(10.0, 20.0), (-50, 5), (170, -40)].map {
            Camera(optics, yaw: .degrees($0), pitch: .degrees($1))
        }
        let rays = Rays(cameras: cameras, size: 5)
        #expect(rays.directions.shape == [3, 25, 3])
        expectClose(rays.directions.norm(-1), Tensor.full(1, shape: [3, 25]), absolute: 1e-6)
        let middle = rays.points(at: Tensor.full(1, shape: [3, 25, 1])).selected(1, 12)
        expectClose(middle, Tensor.zeros([3, 1, 3]), absolute: 1e-6)
    }

    @Test("a camera turned with the scene sees the same")
    func rotation() {
        let angle = Angle.degrees(37)
        let pitch = Angle.degrees(12)
        let (plain, turned) = (
            Rays(cameras: [Camera(optics, pitch: pitch)], size: 4),
            Rays(cameras: [Camera(optics, yaw: angle, pitch: pitch)], size: 4)
        )
        // Turns (x, y, z) about the vertical axis by the angle, towards +x.
        let (c, s) = (cos(Tensor(angle.radians)).item, sin(Tensor(angle.radians)).item)
        let rotation = Tensor(
            [c, 0, -s, 0, 1, 0, s, 0, c].map { Float($0) }, shape: [3, 3])
        expectClose(matmul(plain.origins, rotation), turned.origins, absolute: 1e-6)
        expectClose(matmul(plain.directions, rotation), turned.directions, absolute: 1e-6)
    }

    @Test("a camera that is turned and one that is not see mirrored scenes from mirrored sides")
    func mirror() {
        let sides = [20.0, -20].map {
            Rays(cameras: [Camera(optics, yaw: .degrees($0))], size: 4)
        }
        let flip = Tensor([-1, 1, 1] as [Float], shape: [3])
        let mirrored = sides[1].directions.reshaped(1, 4, 4, 3).flipped(2).reshaped(1, 16, 3)
        expectClose(sides[0].directions, mirrored * flip, absolute: 1e-6)
    }

    @Test("some rays are those of all rays")
    func someRays() {
        let cameras = [Camera(optics), Camera(optics, yaw: .degrees(9))]
        let rays = Rays(cameras: cameras, size: 3)
        let indices = Tensor([8, 0, 3] as [Int64], shape: [3])
        let taken = rays.taking(indices)
        #expect(taken.count == 3)
        expectClose(taken.directions, rays.directions.taking(indices, axis: 1))
        expectClose(taken.origins.selected(1, 2), rays.origins.selected(1, 3))
        let run = rays.narrowed(2..<6)
        #expect(run.count == 4)
        expectClose(run.directions, rays.directions.narrowed(1, 2..<6))
        #expect(run.near.shape == [2, 1, 1])
    }

    @Test("points lie on their rays at the given distances")
    func points() {
        let rays = Rays(cameras: [Camera(optics, yaw: .degrees(9))], size: 2)
        let t = SeededTensors(81).uniform(1, 4, 5, in: 0.8...1.2)
        let points = rays.points(at: t)
        #expect(points.shape == [1, 4, 5, 3])
        expectClose((points - rays.origins.unsqueezed(2)).norm(-1), t, absolute: 1e-6)
    }

    @Test("each camera has its own optics")
    func ownOptics() {
        var wide = Camera(self.optics)
        wide.fieldOfView = .degrees(40)
        (wide.near, wide.far, wide.distance) = (1.5, 2.5, 2)
        let rays = Rays(cameras: [Camera(self.optics), wide], size: 2)
        expectClose(rays.near, [0.88, 1.5], absolute: 1e-6)
        expectClose(rays.far, [1.12, 2.5], absolute: 1e-6)
        expectClose(rays.origins.selected(1, 0).selected(0, 1), [0, 0, 2], absolute: 1e-6)
        let corner = rays.directions.selected(1, 0)
        let slope = corner.selected(1, 0) / corner.selected(1, 2)
        // tan 6° and tan 20°
        expectClose(slope, [0.10510423526567646, 0.36397023426620234], absolute: 1e-6)
    }
}
