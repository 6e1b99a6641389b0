import CIPS3DModel
import GANMetrics
import Testing

@Suite("Mirror symmetry")
struct MirrorSymmetryTests {
    private let partings = [-0.03, 0.01, 0.04]

    private func picture(_ scene: SyntheticScene, yaw: Double) -> SurfacePicture {
        SurfacePicture(
            scene.view(from: Camera(CameraConfiguration(), yaw: .degrees(yaw)), size: 32))
    }

    private func difference(_ scenes: [SyntheticScene]) -> Double {
        MirrorSymmetry.difference(
            scenes.map { picture($0, yaw: 17) }, opposites: scenes.map { picture($0, yaw: -17) })
    }

    private func crossingJump(_ scene: SyntheticScene) -> Double {
        MirrorSymmetry.crossingJump(HeadMeasurement.frames.map { picture(scene, yaw: $0) })
    }

    /// A picture in one colour.
    private func plain(_ color: Float) -> SurfacePicture {
        SurfacePicture(
            camera: Camera(CameraConfiguration()), size: 2,
            color: Array(repeating: color, count: 12), depth: [1, 1, 1, 1])
    }

    @Test("heads whose painting flips with the camera are their own mirror images")
    func cheat() {
        // Directions of mirrored pixels differ by their rounding; the parting enlarges it.
        #expect(difference(partings.map { .head(parting: $0, flips: true) }) < 1e-4)
    }

    @Test("symmetric heads are their own mirror images, and do not jump")
    func symmetric() {
        let heads = [0.2, 0.5, 1].map { brightness in
            SyntheticScene(density: SyntheticScene.sphere(radius: 0.09)) { point, _ in
                SIMD3(brightness, point.y / 0.09, abs(point.x) / 0.09)
            }
        }
        #expect(difference(heads) < 1e-4)
        for head in heads { #expect(abs(crossingJump(head) - 1) < 0.2) }
    }

    @Test("heads with a parting differ from their mirror images")
    func honest() {
        // Bright on one side and dark on the other, a head with its parting at p and the mirror
        // image of one at q differ all over but between p and -q. Of a sphere that is 0.14 wide
        // in the mean, that leaves 0.14 less 0.053 by 0.14 less 0.027, about 0.8.
        let found = difference(partings.map { .head(parting: $0) })
        #expect(found > 0.7 && found < 0.9)
    }

    @Test("by hand: own difference by that of others")
    func byHand() {
        // Colours are single numbers here: own |0 - 0.25| and |1 - 0.5|; others |0 - 0.5|, |1 - 0.25|.
        let found = MirrorSymmetry.difference(
            [plain(0), plain(1)], opposites: [plain(0.25), plain(0.5)])
        // Quarters are exact; 0.375 / 0.625 is rounded once.
        #expect(found == 0.6)
    }

    @Test("collapsed heads are their own mirror images only where they are symmetric")
    func collapsed() {
        #expect(
            MirrorSymmetry.difference(
                [plain(0.5), plain(0.5)], opposites: [plain(0.5), plain(0.5)]) == 0)
        let one = [SyntheticScene](repeating: .head(parting: 0.03), count: 3)
        // The same numbers above and below, summed in another order.
        #expect(abs(difference(one) - 1) < 1e-12)
        // Each the other's mirror image: nothing below the line.
        #expect(
            MirrorSymmetry.difference([plain(0), plain(1)], opposites: [plain(1), plain(0)])
                == MirrorSymmetry.largestRatio)
    }

    @Test("a painted sphere turns smoothly, and a painting that flips jumps")
    func jump() {
        // Steps of 2 degrees move the picture by less than a pixel: they differ by how the sampling
        // falls, and by the second order of 10 degrees, 3 %.
        #expect(abs(crossingJump(.paintedSphere()) - 1) < 0.2)
        for parting in partings {
            #expect(abs(crossingJump(.head(parting: parting)) - 1) < 0.2)
        }
        // A parting 0.04 beside the middle moves by 0.08; a turn by 2 degrees moves the front by
        // 0.003 and the same edge with it.
        #expect(crossingJump(.head(parting: 0.04, flips: true)) > 10)
    }

    @Test("by hand: the middle step by the mean of those beside it")
    func jumpByHand() {
        let frames = [0, 0.25, 0.5, 0, 0.25, 0.5].map { plain($0) }
        #expect(MirrorSymmetry.crossingJump(frames) == 2)
    }

    @Test("where nothing changes the turn is smooth; where only the middle does it is capped")
    func nothingChanges() {
        #expect(MirrorSymmetry.crossingJump(Array(repeating: plain(0.3), count: 6)) == 1)
        let flip = [plain(0), plain(0), plain(0), plain(1), plain(1), plain(1)]
        #expect(MirrorSymmetry.crossingJump(flip) == MirrorSymmetry.largestRatio)
    }
}
