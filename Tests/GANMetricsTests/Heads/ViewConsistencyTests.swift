import CIPS3DModel
import Foundation
import GANMetrics
import Testing

@Suite("Consistency of views")
struct ViewConsistencyTests {
    private let configuration = CameraConfiguration()
    private let size = 48

    private func picture(_ scene: SyntheticScene, yaw: Double) -> SurfacePicture {
        SurfacePicture(
            scene.view(from: Camera(configuration, yaw: .degrees(yaw)), size: size))
    }

    /// Both directions of the front with both sides.
    private func consistency(_ scene: SyntheticScene) -> ViewConsistency {
        var consistency = ViewConsistency()
        let front = picture(scene, yaw: 0)
        for side in [-17.0, 17] {
            let turned = picture(scene, yaw: side)
            consistency.add(front, seenIn: turned)
            consistency.add(turned, seenIn: front)
        }
        return consistency
    }

    /// A wall at depth 1 in one colour.
    private func wall(_ color: Float, depth: Float = 1) -> SurfacePicture {
        SurfacePicture(
            camera: Camera(configuration), size: 8, color: Array(repeating: color, count: 192),
            depth: Array(repeating: depth, count: 64))
    }

    private func consistency(_ a: SurfacePicture, _ b: SurfacePicture) -> ViewConsistency {
        var consistency = ViewConsistency()
        consistency.add(a, seenIn: b)
        return consistency
    }

    @Test("the difference of two colours is counted by half of their range")
    func byHand() {
        let found = consistency(wall(0.5), wall(-0.25))
        // The shares of the four pixels sum to one but for rounding in double precision.
        #expect(abs(found.error - 0.375) < 1e-12)
        #expect(found.overlap == 1)
        #expect(abs(consistency(wall(-1), wall(1)).error - 1) < 1e-12)
    }

    @Test("points count where depths agree within a twentieth of far - near")
    func depthTolerance() {
        let span = Float(configuration.far - configuration.near)
        #expect(consistency(wall(0), wall(0, depth: 1 + 0.04 * span)).overlap == 1)
        for share: Float in [-0.06, 0.06] {
            let apart = consistency(wall(0), wall(0, depth: 1 + share * span))
            #expect(apart.overlap == 0 && apart.error == 1)
        }
    }

    @Test("where there is no surface nothing agrees")
    func nothing() {
        for pair in [(wall(0, depth: .nan), wall(0)), (wall(0), wall(0, depth: .nan))] {
            let found = consistency(pair.0, pair.1)
            #expect(found.error == 1 && found.overlap == 0)
        }
    }

    @Test("a painted sphere agrees with itself, wherever both views see it")
    func sphere() {
        let found = consistency(.paintedSphere())
        // A pixel is 0.0042 wide, a twentieth of the radius over which the colour changes by 1;
        // samples place the surface within a quarter of that, and that is half of the range.
        #expect(found.error < 0.01)
        // Seen from afar, two hemispheres 17 degrees apart share (1 + cos 17°) / 2 of a disc; at
        // the outline, 15 % of it for two pixels, the four pixels around a point are not all of it.
        let shared = (1 + cos(17 * Double.pi / 180)) / 2
        #expect(found.overlap < shared + 0.01 && found.overlap > shared - 0.15)
    }

    @Test("a painted plane agrees with itself")
    func plane() {
        // As for the sphere; the colour changes by 1 over 0.12.
        #expect(consistency(.plane(tiltedBy: SIMD2(0.3, -0.2))).error < 0.01)
    }

    @Test("a painting that flips with the camera does not agree with itself")
    func cheat() {
        let honest = consistency(.head(parting: 0.02))
        let cheat = consistency(.head(parting: 0.02, flips: true))
        // The parting's edge rises over 0.02, five pixels: interpolation leaves about 1 % of it.
        #expect(honest.error < 0.02)
        // Half of the pairs differ in one of three channels, there by about all of its range.
        #expect(cheat.error > 0.1)
        #expect(cheat.overlap == honest.overlap)
    }

    @Test("what one view hides from the other does not count")
    func hidden() {
        // From each side a green blob in front hides another part of the red sphere.
        let blob = SyntheticScene.sphere(radius: 0.02, at: SIMD3(0, 0, 0.1))
        let sphere = SyntheticScene.sphere(radius: 0.07)
        let scene = SyntheticScene(density: { max(blob($0), sphere($0)) }) { point, _ in
            length(point) > 0.075 ? SIMD3(-1, 1, -1) : SIMD3(1, -1, -1)
        }
        let plain = SyntheticScene(density: sphere, color: scene.color)
        // Only pixels that mix both colours differ: the blob's outline in a picture of 48 pixels
        // is 30 pixels long, of 800 on the sphere; hidden points would differ by 2 / 3.
        #expect(consistency(scene).error < 0.03)
        #expect(consistency(scene).overlap < consistency(plain).overlap - 0.02)
    }
}
