import CIPS3DModel
import Foundation
import Testing

@Suite("Camera")
struct CameraTests {
    /// Rounding of a few double operations on numbers near 1.
    private let tolerance = 1e-14

    private let views = [(0.0, 0.0), (20, 0), (-35, 10), (80, -40), (180, 5), (3, 79)]

    private func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }

    private func distance(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double {
        dot(a - b, a - b).squareRoot()
    }

    @Test("the origin is the published one at pi/2 minus our angles")
    func publishedAngles() {
        for (yaw, pitch) in views {
            let camera = Camera(CameraConfiguration(), yaw: .degrees(yaw), pitch: .degrees(pitch))
            let (y, p) = (Double.pi / 2 - camera.yaw.radians, Double.pi / 2 - camera.pitch.radians)
            let published = SIMD3(sin(p) * cos(y), cos(p), sin(p) * sin(y))
            #expect(distance(camera.origin, published) < tolerance)
        }
    }

    @Test("a frontal camera stands on +z; yaw moves it to +x and pitch up")
    func directions() {
        let base = CameraConfiguration()
        #expect(distance(Camera(base).origin, SIMD3(0, 0, 1)) < tolerance)
        #expect(Camera(base, yaw: .degrees(10)).origin.x > 0.1)
        #expect(Camera(base, pitch: .degrees(10)).origin.y > 0.1)
        let axes = Camera(base).axes
        #expect(distance(axes.right, SIMD3(1, 0, 0)) < tolerance)
        #expect(distance(axes.up, SIMD3(0, 1, 0)) < tolerance)
    }

    @Test("axes are orthonormal and right-handed, and the camera looks at the origin")
    func axes() {
        for (yaw, pitch) in views {
            let camera = Camera(CameraConfiguration(), yaw: .degrees(yaw), pitch: .degrees(pitch))
            let (right, up, backward) = camera.axes
            for axis in [right, up, backward] { #expect(abs(dot(axis, axis) - 1) < tolerance) }
            for (a, b) in [(right, up), (up, backward), (backward, right)] {
                #expect(abs(dot(a, b)) < tolerance)
            }
            let cross = SIMD3(
                right.y * up.z - right.z * up.y, right.z * up.x - right.x * up.z,
                right.x * up.y - right.y * up.x)
            #expect(distance(cross, backward) < tolerance)
            #expect(distance(backward * camera.distance, camera.origin) < tolerance)
            #expect(abs(right.y) < tolerance && up.y > 0)
        }
    }

    @Test("pixel directions have unit length, the top row first and corners at tan(fov / 2)")
    func pixels() {
        let (size, fieldOfView) = (5, Angle.degrees(12))
        let flat = Camera.pixelDirections(size: size, fieldOfView: fieldOfView)
        let pixels = (0..<size * size).map {
            SIMD3(Double(flat[3 * $0]), Double(flat[3 * $0 + 1]), Double(flat[3 * $0 + 2]))
        }
        let edge = tan(fieldOfView.radians / 2)
        // Single precision: 6e-8 on each part, a few times that on quotients.
        for pixel in pixels { #expect(abs(dot(pixel, pixel) - 1) < 3e-7) }
        for (index, x, y) in [(0, -1.0, 1.0), (4, 1, 1), (20, -1, -1), (24, 1, -1), (12, 0, 0)] {
            let pixel = pixels[index]
            #expect(pixel.z < 0)
            #expect(abs(pixel.x / -pixel.z - x * edge) < 3e-7)
            #expect(abs(pixel.y / -pixel.z - y * edge) < 3e-7)
        }
        #expect(Camera.pixelDirections(size: 1, fieldOfView: fieldOfView).count == 3)
    }

    @Test("degrees and radians are the same angle")
    func angles() {
        #expect(abs(Angle.degrees(180).radians - .pi) < tolerance)
        #expect(abs(Angle.radians(.pi / 2).degrees - 90) < 1e-12)
        #expect(Angle.degrees(-1) < .zero)
    }
}
